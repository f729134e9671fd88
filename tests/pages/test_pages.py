"""Every page of the bundled programme, on the rehearsed day: how it is made, what it says, where it leads."""

import gzip
from collections import Counter
from datetime import datetime
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest

from festival.formats.feeds import Feeds
from festival.pages import site
from festival.pages.assets import ASSETS, MORE_STYLE, STYLE
from festival.pages.kinds import KINDS, find
from festival.pages.lists import MOST_FOUND
from festival.pages.making import missing, page, withdrawn
from festival.pages.programme import MOST_OF_DAY
from festival.pages.reader import Reader
from festival.pages.things import session_code
from festival.schedule.model import Session, SessionLive
from festival.schedule.search import SearchIndex
from festival.settings import moment
from pages.events import faults
from pages.reading import Document, asked, reader_of, shown, taken_apart
from rig.programme import schedule_at
from schedule import examples

AT = "2022-05-27T16:20"
BUSY = "2022-05-27T17:05"
"""The minute at which most is to be told."""
FIRST_BYTES = 20_000
PATHS = tuple(site.pages(schedule_at(AT)))


def now() -> datetime:
    return moment(AT, schedule_at(AT).festival.zone)


@cache
def reader(
    language: str = "de", *, base_url: str | None = "https://fest.example", chose: bool = False
) -> Reader:
    return reader_of(schedule_at(AT), now(), language=language, base_url=base_url, chose=chose)


@cache
def published(language: str = "de") -> Reader:
    """Give a reader of the day as if nothing of it were made up."""
    plain = schedule_at(AT)
    told = tuple(
        one.model_copy(update={"sample": False, "source": "https://fest.example"}) for one in plain.sessions
    )
    return reader_of(plain.model_copy(update={"sessions": told}), now(), language=language, rehearsing=False)


@cache
def documents(language: str) -> dict[str, Document]:
    found = {path: shown(reader(language), path) for path in PATHS}
    found["/Q?q=musik"] = shown(reader(language), "/Q", "musik")
    picks = "/A/" + "".join(map(session_code, schedule_at(AT).sessions[:9]))
    found[picks] = shown(reader(language), picks)
    found["404"] = taken_apart(missing(reader(language), "00000"))
    return found


def session(name: str) -> Session:
    return schedule_at(AT).session_by_id[name]


def path_of(one: Session) -> str:
    return f"/T/{session_code(one)}"


def test_there_is_a_page_for_each_project_room_station_and_session_and_one_of_each_other_kind() -> None:
    schedule = schedule_at(AT)
    things = (schedule.projects, schedule.rooms, schedule.stations, schedule.sessions)
    kinds = Counter(found.kind.name for path in PATHS if (found := find(path)))
    assert kinds == {
        **dict(zip(("project", "room", "station", "session"), map(len, things), strict=True)),
        **dict.fromkeys(("today", "programme", "workshop", "map", "search", "picks"), 1),
        "day": len(schedule.festival.days),
    }
    assert len(set(PATHS)) == len(PATHS)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_has_its_language_one_heading_and_its_landmarks(language: str) -> None:
    for path, document in documents(language).items():
        tags = Counter(tag for tag, _ in document.elements)
        assert [tags[one] for one in ("h1", "main", "header", "footer")] == [1, 1, 1, 1], path
        assert document.elements[0] == ("html", document.elements[0][1] | {"lang": language, "dir": "ltr"})
        ids = Counter(document.attributes("id"))
        assert [one for one, count in ids.items() if count > 1] == [], path
        assert [one for one in document.attributes("aria-labelledby") if one not in ids] == [], path
        printed = f"https://fest.example{path.partition('?')[0]} · " if path != "404" else ""
        stand = {"de": "Stand Freitag, 27. Mai, 16:20", "en": "as of Friday 27 May, 16:20"}[language]
        assert [*document.attributes("data-printed")] == [printed + stand]


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_link_leads_to_a_page_a_part_of_it_a_calendar_or_a_host_that_it_names(language: str) -> None:
    pages = documents(language)
    feeds = Feeds(schedule_at(AT), reader(language).locale)
    for path, document in pages.items():
        for at, (tag, given) in enumerate(document.elements):
            if tag != "a":
                continue
            link = urlsplit(given["href"])
            if link.netloc and link.scheme != "webcal":
                assert (link.scheme, given["rel"]) == ("https", "noopener noreferrer nofollow"), path
                assert link.netloc.removeprefix("www.") in document.texts[at], path
            elif link.path.endswith(".ics"):
                first = link.path.split("/")[1].removesuffix(".ics")
                kind = {"T": "session", "S": "room", "A": "picks"}.get(first, first)
                name = link.path.rpartition("/")[2].removesuffix(".ics")
                assert feeds.find(kind, name) is not None, (path, link)  # type: ignore[arg-type]
            else:
                target = pages[link.path] if link.path else document
                assert not link.fragment or link.fragment in target.attributes("id"), (path, link)


def test_no_page_asks_another_host_for_anything() -> None:
    for path, document in documents("de").items():
        loaded = {*document.attributes("src"), *document.attributes("href", "link")}
        assert {
            one for one in loaded if one not in ASSETS and not one.startswith("https://fest.example/")
        } == set(), path
        assert {"style", "onclick", "action"} & {
            name for _, given in document.elements for name in given
        } <= {"action"}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("path", ["/", path_of(session("u-nachbarschaftskiosk")), "/P/X5BAP"])
def test_the_first_page_with_its_style_is_small(path: str, language: str) -> None:
    made = whole_page(
        reader_of(schedule_at(BUSY), moment(BUSY, schedule_at(BUSY).festival.zone), language=language), path
    )
    assert len(made) < FIRST_BYTES
    assert len(gzip.compress(made)) < FIRST_BYTES / 2


def test_the_first_page_of_a_festival_of_ten_thousand_sessions_is_as_small() -> None:
    rooms = [examples.room(f"room-{number}") for number in range(200)]
    starts = [f"{10 + slot // 3}:{slot % 3 * 20:02}" for slot in range(51)]
    sessions = [
        examples.session(f"s{one}", starts[slot], starts[slot + 1], room=f"room-{one % 200}", delay_min=5)
        for one in range(10_000)
        if (slot := one // 200) >= 0
    ]
    whole = {len(some): examples.schedule(*rooms, *some) for some in (sessions[:400], sessions)}
    pages = {count: reader_of(one, examples.at("10:13")) for count, one in whole.items()}
    assert [count for count, one in pages.items() if len(whole_page(one, "/")) >= FIRST_BYTES] == []
    assert "und 178 weitere" in shown(pages[10_000], "/").text()


def test_a_day_of_very_many_sessions_is_shown_by_its_hours() -> None:
    many = 2 * MOST_OF_DAY
    sessions = [
        examples.session(f"s{one}", *(("12:10", "13:00"), ("24:30", "25:00"))[one % 2]) for one in range(many)
    ]
    reading = reader_of(examples.schedule(*sessions), examples.at("12:20"), language="en")
    hours = shown(reading, "/day/2022-05-27")
    assert (hours.all("h2"), hours.by_class("about")) == (
        ["12:00–13:00", "00:00–01:00"],
        [f"{MOST_OF_DAY} sessions"] * 2,
    )
    assert {f"/day/2022-05-27T{hour}" for hour in (12, 24)} <= {*hours.attributes("href", "a")}
    night = shown(reading, "/day/2022-05-27T24")
    assert (night.all("h1"), len(night.all("h2"))) == (["Friday 27 May, 00:00–01:00"], MOST_OF_DAY)
    assert [
        shown(reading, f"/day/{day}").status for day in ("2022-05-27T13", "2022-05-28", "2022-13-99")
    ] == [404] * 3


def test_every_project_station_and_day_is_reached_by_following_links() -> None:
    schedule, menu = schedule_at(AT), {*documents("de")["404"].attributes("href", "a")}
    assert "/day" in menu
    linked = {*documents("de")["/day"].attributes("href", "a")}
    wanted = {
        *(f"/P/{one.code}" for one in schedule.projects),
        *(f"/H/{one.code}" for one in schedule.stations),
        *(f"/day/{one.date}" for one in schedule.festival.days),
    }
    assert wanted - linked == set()
    friday = {*documents("de")["/day/2022-05-27"].attributes("href", "a")}
    day = schedule.festival.days[0]
    assert {path_of(one) for one in schedule.sessions if day.start <= one.start < day.end} - friday == set()
    assert "webcal://fest.example/day/2022-05-27.ics?l=de" in friday


def whole_page(reader: Reader, path: str) -> bytes:
    """Give a page and the styles that it names."""
    body = page(reader, asked(path)).body
    return b"".join([body, *(one.body for one in (STYLE, MORE_STYLE) if one.path.encode() in body)])


def test_a_chosen_language_goes_on_with_every_link() -> None:
    document = shown(reader("en", chose=True), "/")
    inner = [urlsplit(one) for one in document.attributes("href", "a")]
    pages = [one for one in inner if one.path and not one.netloc]
    assert {parse_qs(one.query)["l"][0] for one in pages} == {"en", "de"}
    assert [one.path for one in pages if parse_qs(one.query)["l"] == ["de"]] == ["/"]


def test_a_text_that_there_is_in_one_language_only_says_which() -> None:
    plain = schedule_at(AT)
    one = plain.sessions[0].model_copy(update={"title": {"de": "Nur deutsch"}})
    schedule = plain.model_copy(update={"sessions": (one, *plain.sessions[1:])})
    document = shown(reader_of(schedule, now(), language="en"), path_of(one))
    heading = document.elements.index(("h1", {}))
    assert document.elements[heading + 1] == ("span", {"lang": "de", "dir": "auto"})


def test_a_reason_and_a_place_in_another_language_say_so_too() -> None:
    live = SessionLive(cancelled=True, reason={"de": "Krankheit"})
    one = examples.session("choir", "14:00", "15:00").relived(live)
    room = examples.room("stage", name={"de": "Bühne"}, venue={"de": "Hof"})
    reading = reader_of(examples.schedule(room, one), examples.at("13:00"), language="en")
    for path, texts in (
        ("/", ["Krankheit"]),
        (path_of(one), ["Krankheit"]),
        ("/day/2022-05-27", ["Krankheit", "Bühne"]),
    ):
        document = shown(reading, path)
        marked = [
            " ".join(document.texts[at].split())
            for at, (_, given) in enumerate(document.elements)
            if given.get("lang") == "de"
        ]
        assert [text for text in texts if text not in marked] == [], path
        assert "✕ Cancelled – Krankheit" in [
            one.removesuffix(" since 13:00") for one in document.by_class("change")
        ]


def test_a_moved_session_says_both_places_both_times_and_why() -> None:
    one = session("u-hitze-regen")
    document = shown(published(), path_of(one))
    assert document.by_class("change") == [
        "➜ Verlegt (statt 17:10, U-Bühne) – Regen, ausgerechnet seit 16:08"
    ]
    assert document.all("s") == ["17:10–17:40", "U-Bühne"]
    event = document.event()
    assert (event["eventStatus"], event["startDate"], event["previousStartDate"]) == (
        "https://schema.org/EventRescheduled",
        "2022-05-27T17:30:00+02:00",
        "2022-05-27T17:10:00+02:00",
    )


def test_a_cancelled_session_has_a_page_that_says_so() -> None:
    document = shown(published("en"), path_of(session("u-nachbarschaftskiosk")))
    assert document.status == 200
    assert document.by_class("change")[0].startswith("✕ Cancelled")
    assert document.event()["eventStatus"] == "https://schema.org/EventCancelled"


def test_of_every_session_programs_read_what_schema_org_documents() -> None:
    statuses: Counter[str] = Counter()
    for one in schedule_at(AT).sessions:
        event = shown(published(), path_of(one)).event()
        assert event.pop("@context") == "https://schema.org"
        assert faults(event, "Event") == [], one.id
        assert event["url"] == f"https://fest.example{path_of(one)}"
        assert ("previousStartDate" in event) == (event["eventStatus"] != "https://schema.org/EventScheduled")
        statuses[event["eventStatus"].rpartition("/Event")[2]] += 1
    assert statuses.keys() == {"Scheduled", "Rescheduled", "Cancelled"}


def test_what_is_made_up_is_no_event_for_a_program_and_no_find_for_a_search_engine() -> None:
    sample, real = session("u-hitze-regen"), session("dortbunt-eroeffnung")
    assert (sample.sample, real.sample) == (True, False)
    at_work = reader_of(schedule_at(AT), now(), rehearsing=False)
    pages = [shown(at_work, path_of(one)) for one in (sample, real)]
    assert ["noindex" in page.attributes("content") for page in pages] == [True, False]
    assert ["application/ld+json" in page.attributes("type") for page in pages] == [False, True]


def test_a_code_on_a_stage_leads_to_what_is_on_there() -> None:
    project = schedule_at(AT).project_by_id["friedensplatz"]
    assert shown(reader("en"), f"/P/{project.code}").all("h2")[:4] == [
        "Announcements",
        "Stage and programme here",
        "On now",
        "Next",
    ]


def test_where_nothing_is_another_language_is_offered_at_the_same_address() -> None:
    for path in ("404", f"/T/{'0' * 5}"):
        document = documents("de")["404"] if path == "404" else shown(reader(), path)
        assert (document.status, "?l=en" in document.attributes("href", "a")) == (404, True)


def test_who_is_sent_an_address_sees_before_what_it_is() -> None:
    one = session("u-hitze-regen")
    given = [named for tag, named in shown(reader("en"), path_of(one)).elements if tag == "meta"]
    found = {named["property"][3:]: named["content"] for named in given if "property" in named}
    assert found == {
        "title": one.title["en"],
        "description": "Friday 27 May: Heat, heavy rain and the people next door, 17:30–18:00, Dortmund.Live Studio: "
        "Moved (instead of 17:10, U Stage) – Rain, of all things",
        "type": "website",
        "site_name": "innovation next door",
        "locale": "en_GB",
        "locale:alternate": "de_DE",
        "url": f"https://fest.example{path_of(one)}",
    }


def test_a_stage_shows_now_next_and_what_was_moved_away() -> None:
    room = schedule_at(AT).room_by_id["u-stage"]
    assert shown(reader(), f"/S/{room.code}").all("h2")[:4] == [
        "Meldungen",
        "Als Nächstes",
        "Später heute",
        "Von hier verlegt",
    ]


def test_the_page_of_today_says_announcements_now_and_changes() -> None:
    document = shown(reader(), "/")
    assert document.all("h1") == ["Freitag, 27. Mai Tag der Nachbarschaften"]
    assert document.all("h2") == ["Meldungen", "Jetzt und gleich", "Änderungen"]
    assert "/A#calendars" in document.attributes("href", "a")
    assert document.by_class("notices")[0].startswith("▲ 15:40 Ab etwa 16 Uhr")


def test_what_is_announced_for_a_place_is_said_there_and_today_with_its_name() -> None:
    plain = schedule_at(AT)
    here, elsewhere = plain.room_by_id["hansaplatz"], plain.room_by_id["alter-markt"]
    one = plain.announcements[0].model_copy(
        update={
            "id": "here",
            "text": {"de": "Bitte leise."},
            "rooms": (here.id,),
            "expires": plain.festival.days[0].end,
        }
    )
    reading = reader_of(plain.model_copy(update={"announcements": (one,)}), now())
    said = [
        " ".join(shown(reading, path).by_class("notices"))
        for path in (f"/S/{here.code}", f"/S/{elsewhere.code}", "/")
    ]
    at = reading.locale.time(one.at)
    assert [text[2:] for text in said] == [
        f"{at} Hansaplatz: Bitte leise.",
        "",
        f"{at} Hansaplatz: Bitte leise.",
    ]


def test_the_map_says_of_a_station_that_it_pauses_and_why() -> None:
    assert "‖ Pause seit 16:15, bis 17:15 – Regenpause" in shown(reader(), "/M").by_class("change")


def test_every_project_has_its_facts_with_their_source_and_all_that_the_festival_has_of_it() -> None:
    schedule = schedule_at(AT)
    for project in schedule.projects:
        document = shown(reader(), f"/P/{project.code}")
        assert len(document.by_class("source")) == len(project.facts)
        text = document.text()
        say = reader().say
        about = [say(one.title) for one in schedule.sessions if project.id in one.projects]
        about += [say(one.name) for one in schedule.stations if one.project == project.id]
        assert [one for one in about if one not in text] == [], project.id
        places = [one for one in schedule.rooms if one.project == project.id]
        assert ("Im Programm gibt es nichts" in text) == (not about and not places), project.id
        assert [one for one in document.by_class("origin") if one.startswith("Quelle: ")] != [], project.id
    nordwaerts = shown(reader(), f"/P/{schedule.project_by_id['nordwaerts'].code}")
    assert "dortmund-nordwaerts.de ↗" in nordwaerts.all("a")


def test_sample_data_and_a_rehearsed_day_are_said_so_and_kept_from_search_engines() -> None:
    document = shown(reader(), "/")
    assert document.by_class("fresh") == ["◐ Stand 16:20 · Probelauf 2022 · Zeiten, Stände, Wege erfunden."]
    assert "noindex" in document.attributes("content")
    real = shown(reader_of(schedule_at(AT), now(), rehearsing=False), "/")
    assert "noindex" not in real.attributes("content")


def test_a_code_below_the_wrong_letter_offers_what_was_meant() -> None:
    project = schedule_at(AT).projects[0]
    document = shown(reader(), f"/S/{project.code}")
    assert document.status == 404
    assert f"/P/{project.code}" in document.attributes("href", "a")


def test_a_withdrawn_thing_says_so_and_what_it_was_and_leads_on() -> None:
    one = session("u-hitze-regen")
    document = taken_apart(withdrawn(reader("en"), asked(path_of(one)), one))
    assert (document.status, document.all("h1"), document.all("s")[1:]) == (
        410,
        [one.title["en"]],
        ["17:10–17:40"],
    )
    assert f"/S/{schedule_at(AT).room_by_id['u-stage'].code}" in document.attributes("href", "a")
    unknown = taken_apart(withdrawn(reader("en"), asked("/H/8F3K0")))
    assert (unknown.status, unknown.all("h1")) == (410, ["No longer in the programme"])
    assert unknown.by_class("change") == ["✕ The entry with the code 8F3K0 was taken from the programme."]


@pytest.mark.parametrize("query", ["musik", "<b>", "akrobatik judo"])
def test_a_search_says_how_much_it_finds(query: str) -> None:
    document = shown(reader(), "/Q", query)
    count = len(SearchIndex(schedule_at(AT)).search(query, now()))
    assert count > 0
    assert document.all("h2") == ["Meldungen", f"{count} gefunden"]
    assert list(document.attributes("value", "input")) == [query]
    assert len(document.all("h3")) == min(count, MOST_FOUND)


def test_a_search_that_finds_nothing_offers_something() -> None:
    document = shown(reader(), "/Q", "xqzzy")
    assert document.all("h2") == ["Meldungen", "Nichts gefunden."]
    assert document.all("h3") != []


def test_no_kind_of_page_is_untested() -> None:
    paths = [*documents("de")]
    letters = {path.split("/")[1].partition("?")[0] for path in paths if path != "404"}
    assert letters == {kind.letter for kind in KINDS.values()}
