"""Printed matter: posters, cards, sheets and a booklet as PDF, each with a code that leads to what holds now.

Every kind is a pure function from a :class:`~festival.print.reader.Reader` to the data of its template; a template
(`templates/*.typ`) sets that data, and :mod:`festival.print.typesetting` makes the PDF.
"""

from festival.print.kinds import KINDS, Kind, Paper, Print, prints
from festival.print.reader import Reader
from festival.print.typesetting import CannotBeSet, Pdf, PrintExtraMissing, is_ours, pdf, still_holds

__all__ = [
    "KINDS",
    "CannotBeSet",
    "Kind",
    "Paper",
    "Pdf",
    "Print",
    "PrintExtraMissing",
    "Reader",
    "is_ours",
    "pdf",
    "prints",
    "still_holds",
]
