"""Why an edit cannot be made, said with the names of things and in the reader's language."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from festival.locale import Locale, locale_for
from festival.schedule import edits
from festival.schedule.apply import apply
from festival.schedule.changes import fold, refuse_if_stale
from festival.schedule.edits import Edit
from festival.schedule.errors import EditConflict, EditRefused
from festival.schedule.model import Schedule, words
from festival.wording.refusals import refusal
from kiosk.conftest import NOW, local, make_schedule

CANCEL = edits.CancelSession(session="choir")


@dataclass(frozen=True)
class Reader:
    schedule: Schedule
    now: datetime
    locale: Locale

    def say(self, text: dict[str, str]) -> str:
        return words(text, self.locale.languages)


def german(schedule: Schedule, error: EditRefused) -> str:
    return refusal(Reader(schedule, NOW, locale_for("de", schedule.festival.zone)), error)


def refused(edit: Edit, schedule: Schedule) -> EditRefused:
    with pytest.raises(EditRefused) as caught:
        apply(schedule, edit, now=NOW, by="Ada")
    return caught.value


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (edits.ReopenSession(session="choir"), "„Choir“ ist nicht abgesagt und findet ohnehin statt"),
        (edits.CancelSession(session="gone"), "Den Programmpunkt gone gibt es nicht: die Kennung prüfen"),
        (
            edits.DelayRoom(room="hansaplatz", minutes=-5),
            "In „Hansaplatz“ ist nichts verspätet, da ist nichts zurückzunehmen",
        ),
        (
            edits.Batch(name="Regen", edits=(edits.DelaySession(session="gone", minutes=5),)),
            "Änderung 1 von „Regen“: Den Programmpunkt gone gibt es nicht: die Kennung prüfen",
        ),
        (
            edits.MoveSession(session="choir", start=local("15:00")),
            "„Choir“ würde früher beginnen als angesagt: das muss eigens bestätigt werden",
        ),
        (
            edits.CorrectText(thing="room", id="roof", field="name", text={"de": "Dach"}),
            "Es gibt Raum roof nicht: die Kennung prüfen",
        ),
    ],
    ids=lambda one: "" if isinstance(one, str) else type(one).__name__,
)
def test_a_refusal_names_things_as_people_do(edit: Edit, sentence: str) -> None:
    schedule = make_schedule()
    assert german(schedule, refused(edit, schedule)) == sentence


def test_a_conflict_says_who_changed_what() -> None:
    schedule = make_schedule()
    first, mine = (apply(schedule, CANCEL, now=NOW, by=name) for name in ("Ben", "Ada"))
    with pytest.raises(EditConflict) as caught:
        refuse_if_stale(mine, [first])
    said = german(fold(schedule, [first]), caught.value)
    assert said == "Ben hat „Choir“ in Revision 1 geändert: neu ansehen, dann noch einmal ändern"
    assert str(caught.value).startswith("session choir was changed by Ben in revision 1 (cancel_session)")


def test_braces_in_what_people_wrote_stay_as_they_are() -> None:
    batch = edits.Batch(name="{n} {session}", edits=(edits.CancelSession(session="gone"),))
    assert german(make_schedule(), refused(batch, make_schedule())).startswith(
        "Änderung 1 von „{n} {session}“"
    )
