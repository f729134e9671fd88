"""Announcements that are at hand before they are needed: short, calm, without names and without blame.

Every text fits any place, so that nothing has to be filled in while it rains. What is said of people in danger tells
what to do, not what has happened.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from festival.schedule.model import Severity


class Template(NamedTuple):
    """A text to be announced, and how urgently."""

    level: Severity
    text: Mapping[str, str]
    """By language; one line each."""


TEMPLATES: Final[Mapping[str, Template]] = MappingProxyType(
    {
        "rain": Template(
            "warning",
            {
                "de": "Gleich regnet es. Was verschoben oder verlegt wird, steht im Programm auf Handy und Bildschirm.",
                "en": "Rain is coming. Whatever is delayed or moved is shown on phones and screens.",
            },
        ),
        "delay": Template(
            "info",
            {
                "de": "Das Programm hier verzögert sich. Die neuen Zeiten stehen auf Handy und Bildschirm.",
                "en": "The programme here is running late. The new times are on phones and screens.",
            },
        ),
        "lost-child": Template(
            "info",
            {
                "de": "Ein Kind sucht seine Begleitung. Vermisst ihr ein Kind? Bitte wendet euch an das Personal.",
                "en": "A child is looking for its family. Are you missing a child? Please speak to our staff.",
            },
        ),
        "evacuation": Template(
            "urgent",
            {
                "de": "Bitte verlasst das Gelände jetzt ruhig über den nächsten Ausgang und folgt dem Personal.",
                "en": "Please leave the site now, calmly, by the nearest exit, and follow our staff.",
            },
        ),
    }
)
"""By the names that organisers choose them by."""
