import time
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.schedule.apply import apply
from festival.schedule.changes import fold
from festival.schedule.codes import code_for
from festival.schedule.edits import edit_from
from festival.schedule.model import Map, Organisation, Person, Pin, Project, Schedule
from festival.schedule.search import Hit, SearchIndex, Suggestion
from festival.schedule.spelling import one_slip, words_of
from schedule.examples import at, room, schedule, session, station

DAY = schedule(
    room("stage", name={"de": "Große Bühne", "en": "Main Stage"}),
    room("hall", name={"de": "Halle"}),
    session("over", "10:00", "11:00", title={"de": "Jazz am Morgen", "en": "Morning jazz"}, room="hall"),
    session("now", "13:00", "14:00", title={"de": "Lötkolben im Einsatz"}, room="hall"),
    session("soon", "15:00", "16:00", title={"de": "Abend mit Jazz"}, speakers=("ada",), room="hall"),
    session("last", "20:00", "21:00", title={"de": "Jazzkeller"}, organisations=("wroclaw",)),
    session("talk", "16:00", "17:00", title={"de": "Vortrag"}, abstract={"en": "Why jazz is a größe"}),
    station("solder", name={"de": "Löten für alle", "en": "Soldering"}, host="wroclaw"),
    people=(Person(id="ada", name="Ada Müller", role={"de": "Jazzmusikerin"}, sample=True),),
    organisations=(Organisation(id="wroclaw", name={"pl": "Wrocław"}, sample=True),),
    projects=(
        Project(
            id="nox",
            code=code_for("project", "nox"),
            name={"und": "NOX-Block"},
            aliases=("Lichtwand",),
            sample=True,
        ),
    ),
)
INDEX = SearchIndex(DAY)
NOW = at("13:30")


def found(query: str, now: datetime | None = None, index: SearchIndex = INDEX) -> list[str]:
    return [hit.id for hit in index.search(query, now)]


@pytest.mark.parametrize(
    "query", ["große bühne", "grosse buehne", "GROSSE BUHNE", "groesse Bühn", "gro\u0308sse bu", "bühne main"]
)
def test_spellings_of_one_name_find_the_same(query: str) -> None:
    assert found(query) == ["stage", "talk", "last"]


def test_title_comes_before_name_and_that_before_description() -> None:
    assert found("jazz") == ["over", "last", "soon", "ada", "talk"]


def test_what_is_over_comes_last() -> None:
    assert found("jazz", NOW) == ["last", "soon", "ada", "talk", "over"]


def test_all_words_must_be_found_in_either_language() -> None:
    assert found("morgen morning") == ["over"]
    assert found("jazz morning") == ["over"]
    assert found("jazz kolben") == []


def test_names_beside_a_thing_find_it() -> None:
    assert found("müller") == ["ada", "soon"]
    assert found("wroclaw") == ["wroclaw", "last", "solder"]
    assert found("lichtw") == ["nox"]
    assert found("halle") == ["hall", "over", "now", "soon"]


def test_kind_of_a_hit() -> None:
    assert INDEX.search("nox block") == [Hit("project", "nox")]
    assert INDEX.search("solder") == [Hit("station", "solder")]


@pytest.mark.parametrize("query", ["toilette", "toilete", "WC", "klo", "restroom", "abort ost"])
def test_a_landmark_is_found_by_its_name_and_by_what_people_call_it(query: str) -> None:
    pins = (
        Pin(id="ost", kind="toilet", name={"de": "Abort Ost"}, x=1, y=1),
        Pin(id="hall", kind="room", x=2, y=2),
    )
    site = Map(name={"de": "Plan"}, width=9, height=9, pins=pins, sample=True)
    index = SearchIndex(
        schedule(room("hall"), station("klotz", name={"de": "Kette aus Klötzen"}), maps=(site,))
    )
    assert index.search(query)[0] == Hit("landmark", "ost")


@pytest.mark.parametrize("query", ["jaz", "jax", "jzaz"])
def test_short_words_are_taken_as_typed(query: str) -> None:
    assert bool(found(query)) == (query == "jaz")


@pytest.mark.parametrize("query", ["vortrga", "votrag", "vorrtrag", "vartrag", "wortrag", "vortrah"])
def test_one_slip_in_a_long_word_is_forgiven(query: str) -> None:
    assert found(query) == ["talk"]


def test_two_slips_are_not_forgiven() -> None:
    assert found("vrotgra") == []


def test_slip_counts_only_when_nothing_else_is_found() -> None:
    day = schedule(
        session("lied", "14:00", "15:00", title={"de": "Lieder"}),
        session("x", "15:00", "16:00", title={"de": "Lieger"}),
    )
    assert found("lieder", index=SearchIndex(day)) == ["lied"]


@pytest.mark.parametrize("query", ["", "   ", "!?", "\x00", "\n"])
def test_query_without_words_finds_nothing(query: str) -> None:
    assert found(query) == []


LONG = (
    "qwxzjvkfmtlgpdhcbnwuzkqo",
    "zjqxvkwmbtlgpdhcfnuwkqoy",
    "vortragqxzjkwmbtlgpdhcfn",
    "jazzmusikerinxqzjkwmbtlg",
)


@pytest.mark.parametrize(
    "query",
    ["qwxz" * 1_000, " ".join(f"qwxz{'jvk' * 40}{n}" for n in range(100)), " ".join(LONG)],
)
def test_what_nobody_would_type_is_a_miss_at_once(query: str) -> None:
    began = time.process_time()
    assert found(query) == []
    causes = [one.cause for one in INDEX.suggestions(query, NOW)]
    assert causes in (["running", "next", "next"], ["nearest", "running", "next"])
    assert time.process_time() - began < 0.03


def test_word_is_found_by_its_first_forty_letters() -> None:
    long = "Donaudampfschifffahrtsgesellschaftskapitaensmuetze"
    index = SearchIndex(schedule(session("a", "14:00", "15:00", title={"de": long})))
    assert found(long, index=index) == ["a"]
    assert found(long[:45], index=index) == ["a"]


def test_miss_offers_the_nearest_the_running_and_the_next() -> None:
    assert INDEX.suggestions("jazzxyz", NOW) == (
        Suggestion("nearest", Hit("session", "soon")),
        Suggestion("running", Hit("session", "now")),
        Suggestion("next", Hit("session", "talk")),
    )
    assert INDEX.suggestions("qqq", NOW) == (
        Suggestion("running", Hit("session", "now")),
        Suggestion("next", Hit("session", "soon")),
        Suggestion("next", Hit("session", "talk")),
    )
    assert INDEX.suggestions("qqq", at("22:00")) == ()


def test_suggestions_leave_out_what_is_cancelled() -> None:
    cancel = edit_from({"kind": "cancel_session", "session": "now"})
    day = fold(DAY, [apply(DAY, cancel, now=NOW, by="Anna")])
    causes = [one.cause for one in INDEX.follow(day).suggestions("qqq", NOW)]
    assert causes == ["next", "next", "next"]


def edited(kind: str, **fields: Any) -> Schedule:
    return fold(DAY, [apply(DAY, edit_from({"kind": kind, **fields}), now=NOW, by="Anna")])


def test_index_follows_times_rooms_and_texts() -> None:
    late = INDEX.follow(edited("delay_session", session="talk", minutes=400))
    assert found("jazz vortrag", index=late) == found("jazz vortrag") == ["talk"]
    assert found("stage", index=late) == ["stage", "last", "talk"]
    assert found("stage") == ["stage", "talk", "last"]
    moved = INDEX.follow(edited("move_session", session="now", room="stage"))
    assert (found("stage lötkolben"), found("stage lötkolben", index=moved)) == ([], ["now"])
    corrected = {"thing": "session", "id": "now", "field": "title", "text": {"de": "Ukulele"}}
    assert found("ukulele", index=INDEX.follow(edited("correct_text", **corrected))) == ["now"]


def test_descriptions_of_a_large_programme_are_read_in_slices() -> None:
    many = [
        session(f"s{n}", "14:00", "15:00", title={"de": "Titel"}, abstract={"de": f"Wort{n}"})
        for n in range(1_100)
    ]
    index = SearchIndex(schedule(*many))
    assert found("wort7", index=index) == []
    assert index.read_on(10)
    assert found("wort7", index=index) == ["s7"]
    while index.read_on(500):
        pass
    assert found("wort1099", index=index) == ["s1099"]


words = st.text(st.sampled_from("abeouäöüßéł-A'"), min_size=1, max_size=10)


@given(words)
def test_every_beginning_of_a_word_leads_to_it(word: str) -> None:
    whole = words_of(word)
    for end in range(1, len(word) + 1):
        part = words_of(word[:end])
        if part:
            assert part[:-1] == whole[: len(part) - 1]
            assert whole[len(part) - 1].startswith(part[-1])


@given(words)
def test_upper_and_lower_case_and_umlauts_written_out_are_the_same(word: str) -> None:
    assert words_of(word.upper()) == words_of(word)
    assert words_of(word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")) == words_of(word)
    assert words_of(word.replace("ß", "ss").replace("é", "e\u0301").replace("ł", "l")) == words_of(word)


@given(st.sampled_from(sorted(one_slip("wolke"))))
def test_a_slip_can_be_made_in_both_directions(other: str) -> None:
    assert "wolke" in one_slip(other)


FOR_ALL = schedule(
    room("stage", access=("step_free",)),
    room("hall"),
    session("choir", "15:00", "16:00", access=("sign_language",), audience=("families",)),
    session("talk", "15:00", "16:00", room="hall", abstract={"de": "Über Kinder, ab 6 und unter 6"}),
    station("toddlers", min_age=2, max_age=6),
    station("over", "09:00-12:00", audience=("children",), min_age=4),
    station("teenagers", min_age=16, abstract={"de": "Nichts für Kinder"}),
)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("Gebärdensprache", ["choir"]),
        ("sign lang", ["choir"]),
        ("stufenlos", ["choir", "stage"]),
        ("wheelchair", ["choir", "stage"]),
        ("Familie", ["choir"]),
        ("Kinder", ["toddlers", "talk", "teenagers", "over"]),
        ("kids", ["toddlers", "over"]),
        ("unter 6", ["toddlers", "over"]),
        ("under 3 years", ["toddlers"]),
        ("ab 17", ["teenagers", "over"]),
        ("6 Jahre", ["toddlers", "over"]),
    ],
)
def test_who_gets_to_it_and_for_whom_it_is_finds_it(query: str, ids: list[str]) -> None:
    assert found(query, NOW, SearchIndex(FOR_ALL)) == ids
