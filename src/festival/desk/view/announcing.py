"""An announcement while it is written: its lines in the form, what is to be said about it, and how a kiosk shows it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from festival.desk.announcing import SEVERITIES, Wording
from festival.desk.state import DeskState
from festival.locale import LANGUAGES, Locale, locale_for
from festival.schedule.model import Announcement, Severity
from festival.tui.announcements import news, news_lines
from festival.tui.paint import Row, column, spread, wrap
from festival.tui.urgent import Notice, screen
from festival.wording.announcements import GLYPHS

KIOSK: Final = (80, 24)
"""Columns and rows of the smallest kiosk."""
_AROUND_LINE: Final = 16
"""Columns beside the line that a text is typed in."""
SEVERITY_ROLES: Final[Mapping[Severity, str]] = MappingProxyType(
    {"info": "accent", "warning": "late", "urgent": "stop"}
)


def severity_word(locale: Locale, level: Severity) -> str:
    """Return what a severity is called."""
    t = locale.t
    return {"info": t("Information"), "warning": t("Warning"), "urgent": t("Urgent")}[level]


def severity_span(locale: Locale, level: Severity) -> tuple[str, str]:
    """Return the severity as a sign and a word, with the role of its colour."""
    return f"{GLYPHS[level]} {severity_word(locale, level)}", f"*{SEVERITY_ROLES[level]}"


def language_name(tag: str) -> str:
    """Return what a language calls itself; its tag where the interface does not speak it."""
    return LANGUAGES.get(tag, tag)


def template_word(locale: Locale, name: str) -> str:
    """Return what organisers call a template."""
    t = locale.t
    words = {
        "rain": t("Rain"),
        "delay": t("Delay"),
        "lost-child": t("A child is looking for its family"),
        "evacuation": t("Leave the site"),
    }
    return words.get(name, name)


def level_value(state: DeskState, wording: Wording) -> Row:
    """Return the severities side by side, the chosen one marked."""
    row: Row = []
    for level in SEVERITIES:
        word, role = severity_span(state.locale, level)
        row.append((f" {word} ", "*chosen_text@chosen" if level == wording.level else role.lstrip("*")))
    return row


def places(state: DeskState, rooms: Sequence[str]) -> str:
    """Return the names of the rooms; without one: everywhere."""
    known = state.schedule.room_by_id
    names = [state.say(known[one].name) if one in known else one for one in rooms]
    return ", ".join(names) or state.locale.t("everywhere")


def until_value(state: DeskState, wording: Wording) -> Row:
    """Return until when it holds, and for how long."""
    t, locale = state.locale.t, state.locale
    ends = wording.expires(state.now)
    span = locale.duration(ends - state.now)
    how = t("in {time}", time=span) if wording.until else t("{n} min", n=wording.lasts_min)
    return [(f" {locale.time_beside(ends, state.now)}", "*"), (f"  ({how})", "muted")]


def remarks(state: DeskState, wording: Wording, width: int) -> list[Row]:
    """Return what should be better: nothing of it is in the way of publishing, but a text there must be."""
    t = state.locale.t
    rows: list[Row] = []
    if not wording.said:
        return [[(t("It says nothing yet: write it, or take a template (F2)."), "muted")]]
    missing = wording.missing(state.schedule.festival.languages)
    if missing:
        names = ", ".join(map(language_name, missing))
        text = t("No text in {languages}: people see it in another language.", languages=names)
        rows += _warning(text, width)
    if wording.cut:
        names = ", ".join(map(language_name, wording.cut))
        rows += _warning(t("A kiosk would cut it in {languages}: shorten it.", languages=names), width)
    return rows or [[("✓ ", "*good"), (t("A kiosk shows all of it."), "good")]]


def whole_texts(wording: Wording, width: int) -> list[Row]:
    """Return the texts that are longer than their line of the form, whole."""
    rows: list[Row] = []
    for tag, text in wording.said.items():
        if len(text) > width - _AROUND_LINE:
            rows += [
                [(f"{language_name(tag)}: " if at == 0 else "  ", "muted"), (line, "")]
                for at, line in enumerate(wrap(text, width - len(language_name(tag)) - 2))
            ]
    return rows


def _warning(text: str, width: int) -> list[Row]:
    return [
        [("▲ " if at == 0 else "  ", "*late"), (line, "late")]
        for at, line in enumerate(wrap(text, width - 2))
    ]


def on_kiosk(state: DeskState, wording: Wording, width: int, height: int) -> list[Row]:
    """Return how a kiosk of :data:`KIOSK` cells shows it: an urgent one as a whole screen, others as a line in each language."""
    one = _announcement(state, wording)
    columns, rows = min(width, KIOSK[0]), min(height, KIOSK[1])
    back = state.locale.t("Preview · any key: back")
    if wording.level == "urgent":
        ending = [(f"✓ {state.locale.t('Understood')}", "*")]
        notice = Notice(one, 1, 1, ending, freshness=(back, "*accent"))
        return screen(state, notice, columns, rows)
    found: list[Row] = [[], [(f" {state.locale.t('On a kiosk of 80 × 24')}", "*")], []]
    for tag in state.schedule.festival.languages:
        found += _line_of(state, one, tag, columns)
    found += [[(" ", ""), *row] for row in remarks(state, wording, columns - 2)]
    return [*found, [], [(f" {back}", "*accent")]]


def _line_of(state: DeskState, one: Announcement, tag: str, columns: int) -> list[Row]:
    """Return the line as a reader of one language sees it."""
    reader = state.with_(locale=locale_for(tag, state.locale.zone))
    ground = "card" if one.severity == "info" else "alarm"
    more = reader.locale.n("{n} announcement", "{n} announcements", 1)
    lead = f"→ {reader.locale.t('What is new')} · {more} "
    lines = news(reader, one, columns, news_lines(KIOSK[1]))
    role = lines[0][0][1]
    shown = [*lines, spread([], [(lead, role)], columns)]
    body = [[(text, f"{role}@{ground}") for text, role in column(row, columns)] for row in shown]
    return [[(f" {language_name(tag)}", "muted")], *body, []]


def _announcement(state: DeskState, wording: Wording) -> Announcement:
    return Announcement(
        id="preview",
        severity=wording.level,
        text=wording.said,
        rooms=wording.rooms,
        at=state.now,
        expires=wording.expires(state.now),
    )
