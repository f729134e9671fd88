"""Everything about one session, in blocks."""

from festival.kiosk.state import State
from festival.kiosk.view.block import Block, heading, prose, table, title
from festival.kiosk.view.clashes import clashes_with
from festival.kiosk.view.people import person_rows
from festival.kiosk.view.project import project_card
from festival.kiosk.view.session import change, track_colour
from festival.schedule.model import Session
from festival.tui.bigtext import big
from festival.tui.paint import Row, Span, spread
from festival.wording import labels
from festival.wording.people import city
from festival.wording.provenance import origin
from festival.wording.sessions import since, status


def session_blocks(state: State, session: Session, rows: int) -> list[Block]:
    """Return what there is to read about `session`, of which `rows` are seen at first; its projects are targets."""
    schedule = state.schedule
    blocks = [Block(lambda width: head(state, session, width, rows))]
    if abstract := state.say(session.abstract):
        blocks.append(Block(lambda width: prose(abstract, width)))
    if session.speakers or session.organisations:
        blocks.append(Block(lambda width: who(state, session, width)))
    blocks.append(Block(lambda width: terms(state, session, width)))
    projects = [found for one in session.projects if (found := schedule.project_by_id.get(one))]
    blocks.extend(project_card(state, project) for project in projects)
    blocks.append(Block(lambda width: prose(origin(state, session), width, "muted")))
    return blocks


def head(state: State, session: Session, width: int, rows: int) -> list[Row]:
    """Return title, time, place and status, what has changed since when, and what it overlaps with.

    Letters are large only as far as what has changed, and why, is still among the first `rows`.
    """
    colour = track_colour(state, session)
    news = _news(state, session, width, colour)
    plain = state.with_(large=False)
    above: list[Row] = []
    for named, timed in ((state, state), (plain, state), (plain, plain)):
        above = title(named, state.say(session.title), width, bar=colour)
        above += when(timed, session, width, colour)
        if len(news) == 1 or len(above) + len(news) <= rows:
            break
    clashes = [row for text in clashes_with(state, session) for row in prose(text, width, "*late")]
    gap: list[Row] = [[]] if clashes and len(news) == 1 else []
    return [*above, *news, *gap, *clashes]


def _news(state: State, session: Session, width: int, colour: str) -> list[Row]:
    """Return a row with what kind of session it is; if something has changed since when, and below it what and why."""
    track = state.schedule.track_by_id.get(session.track)
    kind = " · ".join(
        part
        for part in (labels.kind(state.locale, session.kind), state.say(track.name) if track else "")
        if part
    )
    news = change(state, session)
    told: Row = [since(state, session.live), ("  ", "")] if news else []
    row = spread([("▌ ", colour), (kind, "muted")], told, width)
    if not news:
        return [row]
    return [row, [], *prose("".join(text for text, _ in news), width, f"*{news[0][1]}")]


def when(state: State, session: Session, width: int, colour: str) -> list[Row]:
    """Return day, time, place and status; struck through a time that does not hold: of the plan, or of what is cancelled."""
    locale, expected, cancelled = state.locale, session.expected, session.live.cancelled
    room = state.schedule.room_by_id.get(expected.room)
    day, times = locale.short_day(expected.start), locale.times(expected.start, expected.end)
    place = state.say(room.name) if room else ""
    planned: Row = []
    if (expected.start, expected.end) != (session.start, session.end) and not cancelled:
        start = state.locale.time_beside(session.start, expected.start)
        planned = [("  ", ""), (f"{start}–{locale.time(session.end)}", "~muted")]
    mark: Row = [status(state, session), ("  ", "")]
    bar = ("▌ ", colour)
    if state.large:
        role = "muted" if cancelled else "*accent"
        rows: list[Row] = [[bar, *row] for row in big(times, max(1, width - 3), role, 1)]
        return [*rows, spread([bar, (f"{day} · {place}", "*"), *planned], mark, width)]
    shown: Span = (times, "~muted" if cancelled else "*accent")
    return [spread([bar, (f"{day}  ", "*"), shown, *planned, (f"  {place}", "*")], mark, width)]


def who(state: State, session: Session, width: int) -> list[Row]:
    """Return the speakers with role and organisation, and who else takes part."""
    schedule, t = state.schedule, state.locale.t
    people = [found for one in session.speakers if (found := schedule.person_by_id.get(one))]
    organisations = [host for one in session.organisations if (host := schedule.organisation_by_id.get(one))]
    rows: list[Row] = []
    if people:
        rows += heading(t("Who speaks"))
        for person in people:
            rows += person_rows(state, person, width)
    if organisations:
        rows += [[]] if people else []
        rows += heading(t("Taking part"))
        rows += prose(" · ".join(city(state, one, short=True) for one in organisations), width)
    return rows


def terms(state: State, session: Session, width: int) -> list[Row]:
    """Return languages, audience, accessibility and places."""
    locale, live = state.locale, session.live
    t = locale.t
    room = state.schedule.room_by_id.get(session.expected.room)
    access = dict.fromkeys((*session.access, *(room.access if room else ())))
    places = str(session.capacity) if session.capacity else ""
    if live.state is not None:
        places = ", ".join(part for part in (places, labels.state(locale, live.state)) if part)
    return table(
        [
            (t("Languages"), ", ".join(labels.language(locale, tag) for tag in session.languages)),
            (t("For"), ", ".join(labels.audience(locale, one) for one in session.audience)),
            (t("Access"), ", ".join(labels.access(locale, one) for one in access)),
            (t("Capacity"), places),
        ],
        width,
    )
