"""Sessions that nobody planned: where they come from is said truthfully."""

from festival.desk.new_sessions import added, replacement
from festival.wording.provenance import origin
from pages.reading import reader_of
from schedule import examples


def test_what_is_added_on_the_day_has_no_source_and_is_not_made_up_for_a_rehearsal() -> None:
    schedule = examples.schedule(examples.room("stage"), examples.session("choir", "14:00", "15:00"))
    start, end = examples.at("16:00"), examples.at("17:00")
    for one in (
        added(schedule, schedule.rooms[0], {"en": "Encore"}, start, end),
        replacement(schedule, schedule.sessions[0], {"en": "Tea dance"}),
    ):
        assert (one.sample, one.source) == (False, None)
        said = origin(reader_of(schedule, start, language="en"), one)
        assert said == "Added by the organisers after the programme was published."
