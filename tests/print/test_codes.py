"""The codes of all printed matter, read from the pictures of its pages."""

import pytest

from festival.print import KINDS, Kind, Paper, Print, Reader, prints
from festival.schedule.codes import code_for
from print.paper import BASE, only, printed, reader_at

TODAY = f"{BASE.upper()}/"


def addresses(one: Print, reader: Reader) -> list[str]:
    """Give the address that each page of `one` has to lead to; one for all pages if they lead to the same."""
    schedule = reader.schedule
    if one.template == "cards":
        return [f"{BASE.upper()}/H/{code_for('station', station.id)}" for station in schedule.stations]
    if one.template in {"poster", "run_sheet"}:
        room = next(room for room in schedule.rooms if f"-{room.id}-" in one.stem)
        return [reader.links.room(room, schedule).url]
    return [TODAY]


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_leads_to_exactly_its_address(kind: Kind) -> None:
    reader = reader_at()
    for one in prints((kind,), reader, paper="a4"):
        found = [[code.text for code in page.codes] for page in printed(one)]
        expected = addresses(one, reader)
        assert found == [[url] for url in (expected if kind == "cards" else expected * len(found))]


def test_without_a_hub_codes_lead_to_the_projects_and_the_festival() -> None:
    reader = reader_at(base_url=None)
    for one in (only("posters", reader, "u-stage"), only("sheets", reader)):
        page = printed(one)[0]
        assert [code.text for code in page.codes] == ["https://www.innovation-next-door.de"]


@pytest.mark.parametrize(("paper", "least_mm"), [("a4", 80), ("a3", 110)])
def test_the_code_of_a_poster_is_large_and_has_its_quiet_zone(paper: Paper, least_mm: int) -> None:
    reader = reader_at()
    one = only("posters", reader, "u-stage", paper)
    page = printed(one)[0]
    code = page.codes[0]
    assert code.side_mm >= least_mm
    px = page.image.width / page.width_mm
    side, left, top = (length * px for length in (code.side_mm, code.left_mm, code.top_mm))
    zone = 4 * side / one.data["code"]["modules"]
    around = page.image.crop(
        (int(left - zone), int(top - zone), round(left + side + zone), round(top + side + zone))
    )
    modules = round(side) + 4  # the reader finds the corners to within two pixels
    around.paste(255, (int(zone) - 2, int(zone) - 2, int(zone) - 2 + modules, int(zone) - 2 + modules))
    assert around.getextrema() == (255, 255)
