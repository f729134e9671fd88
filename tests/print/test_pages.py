"""The pages of printed matter: their sizes, what they say, and that nothing is cut."""

import json
from datetime import timedelta

import pytest

from festival.print import Kind, Paper, Print, Reader, pdf
from festival.schedule.model import Room, Session, Station
from print.paper import only, printed, reader_at, reader_of

SIZES = {"a3": (297, 420), "a4": (210, 297), "a5": (148, 210), "a6": (105, 148), "flipped": (297, 210)}
HOSTILE = (
    '#eval("1+1") $x^2$ *bold* _it_ `raw` <label> @ref \\f [g] {h} ~ -- --- ... "q" \'s // r /* s */ = t - u + v'
    " #set text(red) #panic() https://a.b/c"
)
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenständerhersteller " * 3 + "W" * 90


def crowded(reader: Reader, title: str, count: int) -> Reader:
    """Give a reader of a day with `count` numbered sessions on one stage; every fifth, the stage and stations have that title."""
    schedule = reader.schedule
    first = next(one for one in schedule.sessions if one.room == "u-stage")

    def session(number: int) -> Session:
        start = first.start + timedelta(minutes=3 * number)
        changes = {
            "id": f"one-{number}",
            "title": {"und": f"{title if number % 5 == 0 else 'One'} № {number}."},
            "start": start,
        }
        return first.model_copy(update={**changes, "end": start + timedelta(minutes=3)})

    def renamed(room: Room) -> Room:
        return room.model_copy(update={"name": {"und": title}}) if room.id == "u-stage" else room

    def station(old: Station) -> Station:
        return old.model_copy(update={"name": {"und": title}, "abstract": {"und": f"{title} " * 8}})

    changed = schedule.model_copy(
        update={
            "sessions": tuple(map(session, range(count))),
            "rooms": tuple(map(renamed, schedule.rooms)),
            "stations": tuple(map(station, schedule.stations[:2])),
        }
    )
    return reader_of(
        changed, reader.now, base_url=f"https://{'a-very-long-label-' * 3}of.a-host.{'s' * 60}.example"
    )


def everything(reader: Reader) -> list[Print]:
    return [
        only("posters", reader, "u-stage"),
        only("cards", reader),
        only("sheets", reader),
        only("runsheets", reader, "u-stage"),
        only("booklet", reader),
    ]


@pytest.mark.parametrize(
    ("kind", "paper", "size"),
    [
        ("posters", "a3", "a3"),
        ("posters", "a4", "a4"),
        ("cards", "a4", "a6"),
        ("sheets", "a4", "flipped"),
        ("runsheets", "a4", "flipped"),
        ("booklet", "a4", "a5"),
    ],
)
def test_every_kind_has_its_paper(kind: Kind, paper: Paper, size: str) -> None:
    reader = reader_at()
    found = {
        (round(page.width_mm), round(page.height_mm))
        for page in printed(only(kind, reader, paper=paper), reader)
    }
    assert found == {SIZES[size]}


@pytest.mark.parametrize(
    ("language", "edition", "words"),
    [
        (
            "de",
            "Stand Freitag, 27. Mai 2022, 17:30 · Fassung {n}",
            ("Ablaufplan", "Erwartet", "Probelauf 2022"),
        ),
        ("en", "As of Friday 27 May 2022, 17:30 · Revision {n}", ("Run sheet", "Expected", "Rehearsal 2022")),
    ],
)
def test_every_page_says_how_old_it_is_and_where_the_newest_stands(
    language: str, edition: str, words: tuple[str, ...]
) -> None:
    reader = reader_at("2022-05-27T17:30", language=language)
    caution = reader.say(reader.schedule.festival.note)
    wanted = (edition.format(n=reader.schedule.revision), caution)
    for one in everything(reader):
        for page in printed(one, reader):
            assert [part for part in wanted if part not in page.text] == []
            assert "fest.example" in page.text.replace(" ", "")
    sheet = printed(only("runsheets", reader, "u-stage"), reader)[0].text
    assert [word for word in words if word not in sheet] == []


def test_a_run_sheet_holds_the_plan_and_what_became_of_it() -> None:
    reader = reader_at("2022-05-27T17:30", language="en")
    text = " ".join(page.text for page in printed(only("runsheets", reader, "u-stage"), reader))
    for said in (
        "17:50–18:20 30 min 18:05–18:35 nordwärts: what became of the ideas",
        "▲ 15 min later (instead of 17:50) – The stage is being dried",
        "✕ Cancelled – Illness; booth E1 answers questions",
        "➜ Moved: 17:30 Dortmund.Live Studio – Rain, of all things",
        "● starts on time",
    ):
        assert said in text


def test_a_moved_session_stands_in_both_rooms() -> None:
    reader = reader_at("2022-05-27T17:30", language="en")
    told = {
        room: [(row["title"], row["time"], row["struck"], row["change"]) for row in data["days"][0]["rows"]]
        for room in ("u-stage", "live-studio")
        if (data := only("posters", reader, room).data)
    }
    title = "Heat, heavy rain and the people next door"
    assert [row for row in told["u-stage"] if row[0] == title] == [
        (title, "17:10", True, "Moved: 17:30 Dortmund.Live Studio – Rain, of all things")
    ]
    assert [row for row in told["live-studio"] if row[0] == title] == [
        (title, "17:30", False, "Moved (instead of 17:10 U Stage) – Rain, of all things")
    ]


def test_text_that_looks_like_markup_is_set_as_it_stands() -> None:
    reader = crowded(reader_at(), HOSTILE, 2)
    wanted = "".join(HOSTILE.split())
    for one in everything(reader):
        text = "".join(page.text for page in printed(one, reader))
        assert wanted in "".join(text.split()).replace("\ufffe", "")


def test_a_crowded_day_with_long_titles_is_whole() -> None:
    reader = crowded(reader_at(), LONG, 200)
    for one in everything(reader):
        found = printed(one, reader)
        assert [page.outside for page in found] == [""] * len(found)
        numbers = "".join(page.text for page in found).replace(" ", "")
        if one.template != "cards":
            assert [n for n in range(200) if f"№{n}." not in numbers] == []


def test_the_same_day_gives_the_same_bytes() -> None:
    reader = reader_at()
    one = only("sheets", reader)
    assert pdf(one, reader.now) == pdf(one, reader.now)
    assert json.loads(json.dumps(one.data)) == one.data
