"""Interface texts, dates and times in the visitor's language."""

from festival.locale.texts import LANGUAGES, Locale, locale_for

__all__ = ["LANGUAGES", "Locale", "locale_for"]
