"""The pages of printed matter: their sizes, what they say, and that nothing is cut."""

import json
from datetime import timedelta

import pytest

from festival.print import KINDS, Kind, Paper, Print, Reader, pdf, prints
from festival.schedule.editions import of_room
from festival.schedule.model import PlaceLive, Room, Session, Station
from print.paper import letters, only, pages, printed, reader_at, reader_of

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
    ("kind", "paper", "size", "smallest"),
    [
        ("posters", "a3", "a3", [12.7, 13.6]),
        ("posters", "a4", "a4", [9.0, 9.6]),
        ("cards", "a4", "a6", [7.0]),
        ("sheets", "a4", "flipped", [9.0]),
        ("runsheets", "a4", "flipped", [9.0]),
        ("booklet", "a4", "a5", [9.0]),
    ],
)
def test_every_kind_has_its_paper_and_letters_that_can_be_read(
    kind: Kind, paper: Paper, size: str, smallest: list[float]
) -> None:
    """Of a poster even on a busy day, above the small print at its foot."""
    room = "u-stage" if kind == "posters" else None
    made = pdf(only(kind, reader_at("2022-05-27T17:30"), room, paper)).contents
    found = list(pages(made))
    assert {(round(page.width_mm), round(page.height_mm)) for page in found} == {SIZES[size]}
    assert [set_in >= least for set_in, least in zip(letters(made), smallest, strict=False)] == [True] * len(
        smallest
    )
    if kind == "booklet":  # folded and stapled, without a page that is nearly empty
        assert len(found) % 4 == 0
        assert [page.text for page in found[1:] if len(page.text) < 400 and "Notizen" not in page.text] == []


@pytest.mark.parametrize(
    ("language", "edition", "words"),
    [
        (
            "de",
            "Fassung {mark} · Stand der letzten Änderung: Freitag, 27. Mai 2022, 17:25",
            ("Ablaufplan", "Erwartet", "Probelauf 2022"),
        ),
        (
            "en",
            "Revision {mark} · as of the last change: Friday 27 May 2022, 17:25",
            ("Run sheet", "Expected", "Rehearsal 2022"),
        ),
    ],
)
def test_every_page_says_how_old_it_is_and_where_the_newest_stands(
    language: str, edition: str, words: tuple[str, ...]
) -> None:
    reader = reader_at("2022-05-27T17:30", language=language)
    caution = reader.say(reader.schedule.festival.note)
    known = of_room(reader.schedule, reader.schedule.room_by_id["u-stage"], reader.now)
    for one in everything(reader):
        editions = [card["edition"] for card in one.data.get("cards", [])]
        found = printed(one)
        for page, said in zip(found, editions or [one.data["edition"]] * len(found), strict=True):
            assert [part for part in (said, caution) if part not in page.text] == []
            assert "fest.example" in page.text.replace(" ", "")
    sheet = printed(only("runsheets", reader, "u-stage"))[0].text
    assert [word for word in (edition.format(mark=known.mark), *words) if word not in sheet] == []


def test_a_card_says_what_the_page_of_its_station_tells() -> None:
    reader = reader_at(language="en")
    stations, found = reader.schedule.stations, printed(only("cards", reader))
    told = {True: "Scan: is it open now, and when does the next round start?", False: "Scan: is it open now?"}
    expected = [told[one.every_min is not None] for one in stations]
    assert {*expected} == {*told.values()}
    assert [one for one, page in zip(expected, found, strict=True) if one not in page.text] == []


def test_a_run_sheet_holds_the_plan_and_what_became_of_it() -> None:
    reader = reader_at("2022-05-27T17:30", language="en")
    text = " ".join(page.text for page in printed(only("runsheets", reader, "u-stage")))
    for said in (
        "18:05–18:35 17:50–18:20 30 min nordwärts: what became of the ideas",
        "▲ 15 min later (instead of 17:50) – The stage is being dried",
        "✕ Cancelled – Illness; booth E1 answers questions",
        "➜ Moved: 17:30 Dortmund.Live Studio – Rain, of all things",
        "● starts on time",
    ):
        assert said in text


@pytest.mark.parametrize("room", ["u-stage", "live-studio", "ws-forum"])
def test_rows_are_in_the_order_of_what_is_expected(room: str) -> None:
    reader = reader_at("2022-05-27T17:30")
    for day in only("runsheets", reader, room).data["days"]:
        starts = [(row["planned"] if row["struck"] else row["expected"])[:5] for row in day["rows"]]
        after_midnight = [start for start in starts if start < "06:00"]
        assert starts == [*sorted(set(starts) - set(after_midnight)), *after_midnight]


def closing(reader: Reader, room: str) -> Reader:
    live = PlaceLive(state="closed", reason={"en": "Storm warning"})
    rooms = tuple(one.relived(live) if one.id == room else one for one in reader.schedule.rooms)
    return reader_of(reader.schedule.model_copy(update={"rooms": rooms}), reader.now, language="en")


def test_a_closed_place_says_so_on_paper_on_the_first_day_ahead() -> None:
    reader = reader_at("2022-05-27T12:00", language="en")
    closed, said = closing(reader, "ws-forum"), "Closed – Storm warning"
    posters = printed(only("posters", closed, "ws-forum"))
    assert [f"■ {said}" in page.text for page in posters] == [True, False]
    assert [day["shut"] for day in only("runsheets", closed, "ws-forum").data["days"]] == [said, ""]
    assert [one["shut"] for one in only("sheets", closed).data["rooms"] if one["shut"]] == [said]


def test_only_sheets_that_it_concerns_are_another_edition() -> None:
    reader = reader_at("2022-05-27T12:00", language="en")
    before, after = (list(prints(tuple(KINDS), one)) for one in (reader, closing(reader, "friedensplatz")))
    changed = [new.stem for old, new in zip(before, after, strict=True) if old.data != new.data]
    assert changed == ["poster-friedensplatz-a3-en", "day-sheet-2022-05-27-en", "run-sheet-friedensplatz-en"]


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
        text = "".join(page.text for page in printed(one))
        assert wanted in "".join(text.split()).replace("\ufffe", "")


def test_a_crowded_day_with_long_titles_is_whole() -> None:
    reader = crowded(reader_at(), LONG, 200)
    for one in everything(reader):
        found = printed(one)
        assert [page.outside for page in found] == [""] * len(found)
        numbers = "".join(page.text for page in found).replace(" ", "")
        if one.template != "cards":
            assert [n for n in range(200) if f"№{n}." not in numbers] == []


def test_the_same_day_gives_the_same_bytes() -> None:
    reader = reader_at()
    one = only("sheets", reader)
    assert pdf(one) == pdf(one)
    assert json.loads(json.dumps(one.data)) == one.data
