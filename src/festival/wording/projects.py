"""What kind of thing a project is."""

from festival.locale import Locale
from festival.schedule.model import Project
from festival.wording.reading import Reading


def kind_words(locale: Locale, kind: str) -> tuple[str, str]:
    """Return the words for a kind of project, singular and plural; an unknown kind as it is written."""
    t = locale.t
    return {
        "": (t("Project"), t("Projects")),
        "project": (t("Project"), t("Projects")),
        "research": (t("Research project"), t("Research")),
        "programme": (t("Funding programme"), t("Programmes")),
        "strategy": (t("Strategy"), t("Strategies")),
        "network": (t("Network"), t("Networks")),
        "place": (t("Place"), t("Places to visit")),
        "quarter": (t("Quarter"), t("Quarters")),
        "event": (t("Event"), t("Events")),
        "format": (t("Format"), t("Formats")),
        "award": (t("Award"), t("Awards")),
        "competition": (t("Competition"), t("Competitions")),
        "campaign": (t("Campaign"), t("Campaigns")),
    }.get(kind, (kind.capitalize(), kind.capitalize()))


def project_label(reading: Reading, project: Project) -> str:
    """Return number and kind: ``No. 9 · Project``."""
    number = reading.locale.t("No. {n}", n=project.number) if project.number else ""
    return " · ".join(part for part in (number, kind_words(reading.locale, project.kind)[0]) if part)
