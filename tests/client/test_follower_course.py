"""What a follower makes of what it hears, in whatever order it hears it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.client.course import Course, folded_to
from festival.schedule.apply import apply
from festival.schedule.changes import Change, Touch, fold
from festival.schedule.cursor import Cursor
from festival.schedule.digests import digest
from festival.schedule.edits import Edit, edit_from
from festival.schedule.errors import EditRefused
from festival.schedule.model import Schedule
from schedule.examples import at, room, schedule, session
from schedule.strategies import edits, schedules

DAY = schedule(session("a", "14:00", "15:00"), session("b", "15:00", "16:00"), room("stage"), room("hall"))


@dataclass
class Log:
    """The log of a hub: its schedule at each revision, and the change that led there."""

    schedules: list[Schedule]
    changes: list[Change]
    """That to revision 1 is the first."""

    @property
    def epoch(self) -> str:
        return self.schedules[0].epoch

    @property
    def head(self) -> int:
        return len(self.changes)

    def cursor(self, revision: int) -> Cursor:
        return Cursor(self.epoch, revision)

    def take(self, course: Course, revision: int) -> Course:
        return course.take(self.cursor(revision), self.changes[revision - 1])

    def list_to(self, course: Course, newest: int, most: int = 1_000) -> Course:
        """Answer like /api/changes of a hub that has come to `newest`."""
        since = course.cursor
        if since.epoch != self.epoch or since.revision > newest:
            return course.hear_reset(self.cursor(newest))
        changes = self.changes[since.revision : min(newest, since.revision + most)]
        return course.take_list(since, folded_to(course.schedule, changes), self.cursor(newest))


def log_of(start: Schedule, epoch: str, changes: list[Change]) -> Log:
    schedules = [start.model_copy(update={"epoch": epoch, "revision": 0})]
    sealed = []
    for number, one in enumerate(changes, 1):
        after = fold(schedules[-1], [one.model_copy(update={"revision": number})])
        sealed.append(one.model_copy(update={"revision": number, "digest": digest(after)}))
        schedules.append(after)
    return Log(schedules, sealed)


@st.composite
def logs(draw: st.DrawFn) -> tuple[Log, Log]:
    """Return the log of a hub, and another that shares its beginning: as after a restore."""
    day = draw(schedules(most=5))
    made: list[Change] = []
    now = day.festival.days[0].start
    current = day.model_copy(update={"revision": 0})
    for number in range(draw(st.integers(1, 7))):
        try:
            made.append(apply(current, draw(edits(current)), now=now + timedelta(minutes=number), by="Ada"))
        except EditRefused:
            continue
        current = fold(current, made[-1:])
    if not made:
        made.append(apply(current, announcement(now, "one"), now=now, by="Ada"))
    shared = draw(st.integers(0, len(made)))
    other = log_of(day, "before", [*made[:shared]])
    last = apply(other.schedules[-1], announcement(now, "other"), now=now, by="Ada")
    return log_of(day, "now", made), log_of(day, "before", [*made[:shared], last])


def announcement(now: datetime, name: str) -> Edit:
    expires = now + timedelta(hours=1)
    return edit_from({"kind": "announce", "id": name, "text": {"de": "x"}, "expires": expires})


STEP = st.tuples(
    st.sampled_from(["change", "beat", "reset", "list", "short list", "whole", "begin", "garbled"]),
    st.sampled_from([0, 0, 0, 0, 1]),
    st.integers(0, 7),
)


def after(course: Course, log: Log, kind: str, revision: int) -> Course:
    """Return the course after one message about `revision` of `log`, whatever the hub should have sent."""
    place = log.cursor(min(revision, log.head))
    match kind:
        case "change" if place.revision:
            return log.take(course, place.revision)
        case "garbled" if place.revision:
            wrong = log.changes[place.revision - 1].model_copy(update={"digest": "0" * 32})
            return course.take(place, wrong)
        case "reset":
            return course.hear_reset(place)
        case "list":
            return log.list_to(course, place.revision)
        case "short list":
            return log.list_to(course, place.revision, most=1)
        case "whole":
            return course.take_whole(log.schedules[place.revision])
        case "begin":
            return course.begin(place, log.cursor(log.head))
        case _:
            return course.hear_beat(place)


def caught_up(course: Course, log: Log) -> Course:
    """Return the course after a beat, and after what it then wants was fetched: at most a list and a schedule."""
    course = course.begin(log.cursor(log.head), log.cursor(log.head))
    if course.want == "changes":
        course = log.list_to(course, log.head)
    if course.want == "schedule":
        course = course.take_whole(log.schedules[-1])
    return course


@given(logs(), st.lists(STEP, max_size=30))
def test_whatever_came_in_whatever_order_it_ends_in_the_hubs_state(
    both: tuple[Log, Log], steps: list[tuple[str, int, int]]
) -> None:
    hub = both[0]
    course = Course(hub.schedules[0].model_copy(update={"epoch": ""}))
    for kind, which, revision in steps:
        before, course = course, after(course, both[which], kind, revision)
        log = next((one for one in both if one.epoch == course.schedule.epoch), None)
        if log is None:
            assert course.schedule is before.schedule
            continue
        # At every moment it is what that hub had at that revision, and never less than before.
        assert digest(course.schedule) == digest(log.schedules[course.cursor.revision])
        assert course.cursor.epoch != before.cursor.epoch or course.cursor >= before.cursor
        if course.is_newest:
            assert course.want == "nothing"
    end = caught_up(course, hub)
    assert digest(end.schedule) == digest(hub.schedules[-1])
    assert (end.want, end.is_newest) == ("nothing", True)


@given(logs(), st.randoms(use_true_random=False))
def test_shuffled_and_doubled_changes_with_a_list_at_the_end_need_no_whole_schedule(
    both: tuple[Log, Log], random: Random
) -> None:
    hub = both[0]
    course = Course(hub.schedules[0])
    revisions = list(range(1, hub.head + 1)) * 2
    random.shuffle(revisions)
    for revision in revisions:
        course = hub.take(course, revision)
        assert course.want != "schedule"
    if course.want == "changes":
        course = hub.list_to(course, hub.head)
    assert digest(course.schedule) == digest(hub.schedules[-1])
    assert course.is_newest


def delays(count: int) -> Log:
    edit = edit_from({"kind": "delay_session", "session": "a", "minutes": 5})
    changes: list[Change] = []
    day = DAY
    for _ in range(count):
        changes.append(apply(day, edit, now=at("13:00"), by="Ada"))
        day = fold(day, changes[-1:])
    return log_of(DAY, "now", changes)


LOG = delays(4)
AT_ONE = Course(LOG.schedules[1]).begin(LOG.cursor(1), LOG.cursor(1))
OTHER = Cursor("other", 3)

CASES: list[tuple[str, Callable[[Course], Course], str, int, bool]] = [
    ("a stream that goes on here", lambda one: one, "nothing", 1, True),
    ("one that still brings two", lambda one: one.begin(LOG.cursor(1), LOG.cursor(3)), "nothing", 1, False),
    ("the next change", lambda one: LOG.take(one, 2), "nothing", 2, True),
    ("the same change again", lambda one: LOG.take(one, 1), "nothing", 1, True),
    ("a change too far", lambda one: LOG.take(one, 3), "changes", 1, False),
    ("a beat that shows a gap", lambda one: one.hear(LOG.cursor(2)), "changes", 1, False),
    ("a beat of a hub that knows less", lambda one: one.hear(LOG.cursor(0)), "nothing", 1, True),
    ("a stream of one that knows less", lambda one: one.begin(LOG.cursor(0), LOG.cursor(0)), "nothing", 1, False),
    ("a beat of another log", lambda one: one.hear_beat(OTHER), "schedule", 1, False),
    ("a beat that was garbled", lambda one: one.hear_beat(LOG.cursor(9)), "changes", 1, False),
    ("the beat after it", lambda one: one.hear_beat(LOG.cursor(9)).hear_beat(LOG.cursor(1)), "nothing", 1, True),
    ("a beat of it", lambda one: one.begin(LOG.cursor(0), LOG.cursor(0)).hear_beat(LOG.cursor(0)), "nothing", 1, False),
    ("an old beat", lambda one: LOG.take(one, 2).hear_beat(LOG.cursor(1)), "nothing", 2, True),
    ("a change of another log", lambda one: one.take(OTHER, LOG.changes[2]), "schedule", 1, False),
    ("a reset", lambda one: one.hear_reset(LOG.cursor(4)), "schedule", 1, False),
    ("a reset to what is here", lambda one: one.hear_reset(LOG.cursor(1)), "nothing", 1, True),
    ("a wrong digest", lambda one: after(one, LOG, "garbled", 2), "changes", 1, False),
    ("that change again, well", lambda one: LOG.take(after(one, LOG, "garbled", 2), 2), "nothing", 2, True),
    ("an empty list", lambda one: one.take_list(one.cursor, one.schedule, LOG.cursor(3)), "schedule", 1, False),
    ("a list that leads nowhere", lambda one: one.take_list(one.cursor, None, LOG.cursor(3)), "schedule", 1, False),
    ("a list that was cut", lambda one: LOG.list_to(one, 4, most=2), "changes", 3, False),
    ("an old list", lambda one: LOG.take(one, 2).take_list(one.cursor, LOG.schedules[2], LOG.cursor(2)), "nothing", 2, True),
    ("the schedule", lambda one: one.hear_reset(LOG.cursor(4)).take_whole(LOG.schedules[4]), "nothing", 4, True),
    ("an old schedule", lambda one: one.hear_reset(LOG.cursor(4)).take_whole(LOG.schedules[0]), "schedule", 1, False),
    ("a middling one", lambda one: one.hear_reset(LOG.cursor(4)).take_whole(LOG.schedules[3]), "changes", 3, False),
    ("a foreign one", lambda one: one.take_whole(log_of(DAY, "other", []).schedules[0]), "nothing", 1, True),
]  # fmt: skip


@pytest.mark.parametrize(("course", "want", "revision", "is_newest"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])  # fmt: skip
def test_what_one_message_leads_to(
    course: Callable[[Course], Course], want: str, revision: int, is_newest: bool
) -> None:
    found = course(AT_ONE)
    assert (found.want, found.cursor, found.is_newest) == (want, LOG.cursor(revision), is_newest)


@pytest.mark.parametrize("value", ['"x"', "-1", "1e999", "NaN", '{"a":1}', "9" * 400, "[[[]]]"])
def test_a_change_that_cannot_be_changes_nothing(value: str) -> None:
    text = (
        '{"revision":2,"at":"2022-05-27T10:00:00Z","by":"","kind":"x","touches":'
        f'[{{"kind":"session","id":"a","before":{{}},"after":{{"live":{{"delay_min":{value}}}}}}}]}}'
    )
    course = AT_ONE.take(LOG.cursor(2), Change.model_validate_json(text))
    assert (course.schedule is AT_ONE.schedule, course.want) == (True, "changes")


def test_a_change_that_names_what_is_nowhere_changes_nothing() -> None:
    new = session("new", "16:00", "17:00", room="cellar").model_dump(mode="json")
    change = LOG.changes[1].model_copy(
        update={"touches": (Touch(kind="session", id="new", after=new),), "digest": ""}
    )
    gone = change.model_copy(
        update={"touches": (Touch(kind="room", id="stage", before={}, after=None),), "digest": ""}
    )
    assert AT_ONE.take(LOG.cursor(2), change).schedule is AT_ONE.schedule
    assert AT_ONE.take(LOG.cursor(2), gone).schedule is AT_ONE.schedule


@pytest.mark.parametrize("live", ['"x"', "5", "[1]", '{"moved":{}}', '{"x":1}'])
def test_a_change_of_another_shape_changes_nothing(live: str) -> None:
    text = (
        '{"revision":2,"at":"2022-05-27T10:00:00Z","by":"","kind":"x","touches":'
        f'[{{"kind":"session","id":"a","before":{{}},"after":{{"live":{live}}}}}]}}'
    )
    course = AT_ONE.take(LOG.cursor(2), Change.model_validate_json(text))
    assert (course.schedule is AT_ONE.schedule, course.want) == (True, "changes")
