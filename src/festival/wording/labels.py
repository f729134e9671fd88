"""The words for the model's fixed terms."""

from festival.locale import LANGUAGES, Locale, locale_for
from festival.schedule.model import Access, Audience, SessionKind, State


def kind(locale: Locale, value: SessionKind) -> str:
    """Return the word for a kind of session."""
    t = locale.t
    return {
        "talk": t("Talk"),
        "panel": t("Panel"),
        "workshop": t("Workshop"),
        "pitch": t("Pitch"),
        "tour": t("Tour"),
        "music": t("Music"),
        "dance": t("Dance"),
        "show": t("Show"),
        "family": t("Family"),
        "sport": t("Sport"),
        "ceremony": t("Ceremony"),
        "stream": t("Live stream"),
        "meet": t("Meet"),
        "break": t("Break"),
    }[value]


def audience(locale: Locale, value: Audience) -> str:
    """Return the word for who is meant."""
    t = locale.t
    return {
        "families": t("Families"),
        "children": t("Children"),
        "youth": t("Young people"),
        "everyone": t("Everyone"),
        "professionals": t("Professionals"),
    }[value]


def access(locale: Locale, value: Access) -> str:
    """Return the words for one thing that makes a place accessible."""
    t = locale.t
    return {
        "step_free": t("Step-free"),
        "sign_language": t("Sign language"),
        "captions": t("Captions"),
        "induction_loop": t("Induction loop"),
        "quiet": t("Quiet space"),
        "seats": t("Seating"),
    }[value]


def state(locale: Locale, value: State) -> str:
    """Return the words for how full a place is."""
    t = locale.t
    return {
        "open": t("Places free"),
        "few": t("Few places left"),
        "busy": t("Busy"),
        "full": t("Full"),
        "paused": t("Paused"),
        "closed": t("Closed"),
    }[value]


def language(locale: Locale, tag: str) -> str:
    """Return what a language is called, by its tag; the tag itself where we have no word."""
    t = locale.t
    return {
        "de": t("German"),
        "en": t("English"),
        "fr": t("French"),
        "tr": t("Turkish"),
        "uk": t("Ukrainian"),
        "ar": t("Arabic"),
        "pl": t("Polish"),
        "ro": t("Romanian"),
        "es": t("Spanish"),
        "it": t("Italian"),
        "fi": t("Finnish"),
        "ru": t("Russian"),
        "gsg": t("Sign language"),
    }.get(tag, tag)


def invitation(locale: Locale) -> str:
    """Return in every language how to begin."""
    texts = (locale_for(tag, locale.zone).t("Touch the screen") for tag in LANGUAGES)
    return "   ·   ".join(dict.fromkeys(texts))
