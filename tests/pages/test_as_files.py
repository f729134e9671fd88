"""The site as files: which there are, and that nothing which comes as data changes where they stand."""

from functools import cache

import pytest

from festival.formats.feeds import Feeds
from festival.links import Links, calendar_path
from festival.locale import locale_for
from festival.pages.as_files import File, files
from festival.pages.assets import SCRIPT
from festival.schedule.codes import code_for
from festival.schedule.model import SessionLive
from festival.settings import checked_site_url
from formats.readers import dates, with_icalendar
from schedule.examples import at, session
from stress.poison import poisoned, whole_schedule

BASE = checked_site_url("https://fest.example/archive")

HOSTILE = (
    "../../../etc/passwd",
    "/etc/passwd\0",
    "</title><a href=//evil.example>",
    "..\\..\\x",
    "{{ 7 * 7 }}",
)


@cache
def whole(text: str = "") -> dict[str, File]:
    schedule = poisoned(whole_schedule(), text) if text else whole_schedule()
    links = Links(schedule.festival, BASE)
    found = list(files(schedule, at("23:30"), links, rehearsing=False))
    assert len({one.path for one in found}) == len(found)
    return {one.path: one for one in found}


def text_of(name: str) -> str:
    return whole()[name].make().decode()


def test_each_thing_has_a_page_in_each_language_and_a_code() -> None:
    schedule, names = whole_schedule(), set(whole())
    pages = {f"P/{one.code}" for one in schedule.projects}
    pages |= {f"S/{one.code}" for one in schedule.rooms}
    pages |= {f"H/{one.code}" for one in schedule.stations}
    pages |= {f"T/{code_for('session', one.id)}" for one in schedule.sessions}
    assert {name for name in names if name.startswith("qr/")} == {f"qr/{page}.svg" for page in pages}
    others = {"", "M/", "W/", *(f"day/{one.date}/" for one in schedule.festival.days)}
    whole_site = {f"{page}/index.html" for page in pages} | {f"{page}index.html" for page in others}
    found = {name for name in names if name.endswith(".html")}
    assert found == whole_site | {f"en/{name}" for name in whole_site} | {"404.html"}


def test_calendars_keep_their_paths() -> None:
    feeds = [*Feeds(whole_schedule(), locale_for("de", whole_schedule().festival.zone))]
    paths = {calendar_path(one.kind, one.name) for one in feeds}
    assert {f"/{name}" for name in whole() if name.endswith(".ics")} == paths | {f"/en{one}" for one in paths}
    whole_one = with_icalendar(whole()["all.ics"].make())
    assert len(whole_one) == len(whole_schedule().sessions)
    assert whole()["en/all.ics"].make() != whole()["all.ics"].make()


def test_whoever_has_the_date_of_a_session_that_is_gone_hears_that_it_is_cancelled() -> None:
    schedule, one = whole_schedule(), session("encore", "18:00", "19:00", title={"und": "Encore"})
    gone = one.relived(SessionLive(cancelled=True, reason={"en": "A mistake"}))
    links = Links(schedule.festival, BASE)
    made = {file.path: file for file in files(schedule, at("23:30"), links, rehearsing=False, gone=[gone])}
    address = f"T/{code_for('session', 'encore')}"
    added = {f"{tag}{address}{end}" for tag in ("", "en/") for end in (".ics", "/index.html")}
    assert made.keys() - whole().keys() == added
    [date] = dates(made[f"en/{address}.ics"].make())
    assert (date["status"], date["summary"]) == ("CANCELLED", "Cancelled: Encore")
    assert made["all.ics"].make() == whole()["all.ics"].make()  # what is a list has it no more


def test_a_page_names_its_own_address_and_loads_no_script() -> None:
    page = text_of("en/M/index.html")
    assert '<link rel="canonical" href="https://fest.example/archive/en/M/">' in page
    assert 'href="../../M/index.html" lang="de"' in page
    assert "<script" not in page
    assert SCRIPT.path.removeprefix("/") not in whole()


def test_every_page_says_as_of_when_it_is() -> None:
    pages = {name: one.make().decode() for name, one in whole().items() if name.endswith(".html")}
    english = {
        name for name, page in pages.items() if "Archived page, as of Friday 27 May 2022, 23:30." in page
    }
    german = {name for name, page in pages.items() if "Stand Freitag, 27. Mai 2022, 23:30 Uhr." in page}
    assert english == {name for name in pages if name.startswith("en/")}
    assert german == pages.keys() - english


def test_the_code_of_a_station_leads_to_its_page() -> None:
    code = whole_schedule().stations[0].code
    assert f"<title>HTTPS://FEST.EXAMPLE/archive/H/{code}</title>" in text_of(f"qr/H/{code}.svg")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_changes_where_a_file_stands(text: str) -> None:
    assert whole(text).keys() == whole().keys()
