"""What is said on every screen: written in every language, seen as a kiosk shows it, and taken back."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from desk.conftest import NOW, Rig, desk_on, live_schedule, local
from festival.client.organising import Holder
from festival.desk.announcing import Wording
from festival.desk.dialogs.announce import AnnounceDialog
from festival.desk.pages.announcements import ALL_CLEAR
from festival.schedule import edits
from festival.schedule.model import Announcement, Schedule
from festival.schedule.templates import TEMPLATES
from kiosk.conftest import make_schedule

HOST = Holder("Hanna", "host", "forum", None)
STORM = {"de": "Sturm kommt.", "en": "A storm is coming."}


def announcement(id: str = "storm", **fields: Any) -> dict[str, Any]:  # noqa: A002
    given = {"severity": "warning", "text": STORM, "at": local("14:10"), "expires": local("15:00")}
    return {"id": id, **given, **fields}


def having(*announcements: Mapping[str, Any]) -> Schedule:
    return live_schedule(make_schedule(announcements=list(announcements)))


def is_writing(rig: Rig) -> bool:
    return isinstance(rig.app.screen, AnnounceDialog)


async def write(rig: Rig, german: str = "Hallo", english: str = "Hello") -> None:
    """Open the form and type both texts; the cursor is in the second."""
    await rig.press("n")
    await rig.until(lambda: is_writing(rig))
    await rig.type(german)
    await rig.press("enter")
    await rig.type(english)


# Writing


async def test_what_is_typed_in_both_languages_is_announced_for_half_an_hour() -> None:
    async with desk_on("announcements") as rig:
        await write(rig)
        await rig.press("enter")
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.until(lambda: len(rig.sent) == 1)
        await rig.shows("On the screens")
    text = {"de": "Hallo", "en": "Hello"}
    assert rig.sent == [edits.Announce(text=text, expires=local("14:50"))]


async def test_a_missing_language_is_a_warning_and_no_wall() -> None:
    async with desk_on("announcements") as rig:
        await write(rig, english="")
        assert "▲ No text in English: people see it in another language." in rig.text
        await rig.press("f4")
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.until(lambda: len(rig.sent) == 1)
    assert rig.sent == [edits.Announce(text={"de": "Hallo"}, expires=local("14:50"))]


async def test_without_a_text_nothing_goes_on() -> None:
    async with desk_on("announcements") as rig:
        await rig.press("n", "f4", "enter", "f3")
        assert is_writing(rig)
        assert "It says nothing yet" in rig.text
    assert rig.sent == []


@pytest.mark.parametrize("name", TEMPLATES)
async def test_a_template_brings_its_severity_and_both_texts(name: str) -> None:
    at = list(TEMPLATES).index(name)
    async with desk_on("announcements") as rig:
        await rig.press("n", "f2", *["down"] * at, "enter", "f4")
        await rig.shows("Publish")
        await rig.press(*["enter"] * (2 if TEMPLATES[name].level == "urgent" else 1))
        await rig.until(lambda: len(rig.sent) == 1)
    expected = edits.Announce(
        level=TEMPLATES[name].level, text=dict(TEMPLATES[name].text), expires=local("14:50")
    )
    assert rig.sent == [expected]


async def test_what_is_urgent_asks_twice() -> None:
    async with desk_on("announcements") as rig:
        await write(rig)
        await rig.press("up", "up", "left", "f4", "enter")
        await rig.shows("Every screen shows it at once")
        assert rig.sent == []
        await rig.press("enter")
        await rig.until(lambda: len(rig.sent) == 1)
    assert [one.severity for one in rig.sent] == ["urgent"]


@pytest.mark.parametrize(
    ("keys", "until"),
    [
        (("down", "down", "right"), "15:20"),
        (("down", "down", "left"), "14:35"),
        (("down", "down", "enter", *"16:30".replace(":", "."), "enter"), "16:30"),
    ],
)
async def test_its_end_is_chosen_or_typed(keys: tuple[str, ...], until: str) -> None:
    names = {".": "full_stop"}
    async with desk_on("announcements") as rig:
        await write(rig)
        await rig.press(*(names.get(key, key) for key in keys), "f4", "enter")
        await rig.until(lambda: len(rig.sent) == 1)
    found = rig.sent[0]
    assert isinstance(found, edits.Announce)
    assert found.expires == local(until)


async def test_an_end_that_is_past_is_refused() -> None:
    async with desk_on("announcements") as rig:
        await write(rig)
        await rig.press("down", "down", "enter")
        await rig.type("14:10")
        await rig.press("enter")
        await rig.shows("That is over already.")
        await rig.press("escape", "f4", "enter")
        await rig.until(lambda: len(rig.sent) == 1)
    found = rig.sent[0]
    assert isinstance(found, edits.Announce)
    assert found.expires == local("14:50"), "the end that stood there before"


async def test_rooms_are_ticked() -> None:
    async with desk_on("announcements") as rig:
        await write(rig)
        await rig.press("down", "enter", "down", "space", "down", "space", "enter", "f4", "enter")
        await rig.until(lambda: len(rig.sent) == 1)
    found = rig.sent[0]
    assert isinstance(found, edits.Announce)
    assert found.rooms == ("hansaplatz", "forum")


async def test_enter_on_a_room_without_a_tick_means_that_room() -> None:
    async with desk_on("announcements") as rig:
        await write(rig)
        await rig.press("down", "enter", "down", "down", "enter")
        await rig.shows("Where       Forum")
        await rig.press("f4", "enter")
        await rig.until(lambda: len(rig.sent) == 1)
    found = rig.sent[0]
    assert isinstance(found, edits.Announce)
    assert found.rooms == ("forum",)


@pytest.mark.parametrize(("page", "key"), [("run", "a"), ("announcements", "n")])
async def test_a_host_announces_in_their_own_room(page: str, key: str) -> None:
    async with desk_on(page, holder=HOST) as rig:
        await rig.press(key)
        await rig.shows("Where       Forum")
        await rig.type("Hallo")
        await rig.press("f4", "enter")
        await rig.until(lambda: len(rig.sent) == 1)
    found = rig.sent[0]
    assert isinstance(found, edits.Announce)
    assert (found.text, found.rooms) == ({"de": "Hallo"}, ("forum",))


async def test_escape_throws_what_was_written_away() -> None:
    async with desk_on("announcements") as rig:
        await write(rig)
        await rig.press("escape")
        await rig.until(lambda: not is_writing(rig))
    assert rig.sent == []


# On a kiosk


def test_a_text_that_a_kiosk_would_cut_is_known_unless_it_is_urgent() -> None:
    long = "Wort " * 40
    found = Wording("warning", {"de": long, "en": "Short"})
    assert (found.cut, Wording("urgent", {"de": long}).cut) == (("de",), ())


@pytest.mark.parametrize("severity", ["info", "warning"])
async def test_a_kiosk_s_line_is_shown_in_each_language(severity: str) -> None:
    async with desk_on("announcements", schedule=having(announcement(severity=severity))) as rig:
        await rig.press("a", "f3")
        await rig.shows("On a kiosk of 80 × 24")
        lines = rig.text.splitlines()
        await rig.press("x")
        await rig.until(lambda: is_writing(rig))
    glyph = "▲" if severity == "warning" else "●"
    assert [line.strip() for line in lines if glyph in line] == [
        f"{glyph} 14:20  Sturm kommt.",
        f"{glyph} 14:20  A storm is coming.",
    ]
    assert any("✓ A kiosk shows all of it." in line for line in lines)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_what_is_urgent_is_shown_as_a_kiosk_s_whole_screen(size: tuple[int, int]) -> None:
    async with desk_on("announcements", schedule=having(announcement(severity="urgent")), size=size) as rig:
        await rig.press("a", "f3")
        await rig.shows("Important announcement")
        await rig.shows("Understood")
        await rig.press("escape")
        await rig.until(lambda: is_writing(rig))
    assert rig.sent == []


# The list


async def test_the_list_tells_what_is_shown_and_what_was() -> None:
    old = announcement("old", text={"de": "Früher"}, expires=local("14:15"), rooms=["forum"])
    async with desk_on("announcements", schedule=having(announcement(), old)) as rig:
        lines = [re.sub(r"\s+", " ", line).strip() for line in rig.text.splitlines() if line.strip()]
    shown = lines[lines.index("On the screens") + 1 :][:3]
    past = lines[lines.index("Earlier") + 1 :][:3]
    assert shown == [
        "▲ Warning 14:10 until 15:00, 40 min left",
        "A storm is coming.",
        "everywhere · Deutsch, English",
    ]
    assert past == ["▲ Warning 14:10 expired 14:15", "Früher", "Forum · Deutsch · ▲ not in English"]


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        (("enter",), dict(ALL_CLEAR)),
        (("down", "enter", *"Vorbei", "space", "slash", "space", *"Over", "enter"), {"de": "Vorbei", "en": "Over"}),
        (("down", "down", "enter"), {}),
    ],
)  # fmt: skip
async def test_a_warning_is_withdrawn_with_an_all_clear_or_without(
    keys: tuple[str, ...], reason: dict[str, str]
) -> None:
    async with desk_on("announcements", schedule=having(announcement())) as rig:
        await rig.press("w")
        await rig.shows("It was a warning.")
        await rig.press(*keys)
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.until(lambda: len(rig.sent) == 1)
        await rig.shows("withdrawn 14:20")
    assert rig.sent == [edits.Withdraw(announcement="storm", reason=reason)]


async def test_a_reason_given_at_last_is_seen_as_what_is_said_instead() -> None:
    async with desk_on("announcements", schedule=having(announcement())) as rig:
        await rig.press("w", "down", "down", "enter")
        await rig.shows("Publish")
        assert not is_added(rig, "Rain")
        await rig.press("1")
        await rig.until(lambda: is_added(rig, "Rain"))
        assert rig.sent == []


def is_added(rig: Rig, text: str) -> bool:
    """Return whether the preview has a line for something new that says `text`."""
    cells = (line.partition("│")[2].rpartition("│")[0] for line in rig.text.splitlines())
    return any(one.split() == ["+", text] for one in cells)


async def test_what_only_informed_is_withdrawn_without_a_question() -> None:
    async with desk_on("announcements", schedule=having(announcement(severity="info"))) as rig:
        await rig.press("w")
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.until(lambda: len(rig.sent) == 1)
    assert rig.sent == [edits.Withdraw(announcement="storm")]


async def test_what_is_over_cannot_be_withdrawn() -> None:
    old = announcement(expires=local("14:15"))
    async with desk_on("announcements", schedule=having(old)) as rig:
        await rig.press("w")
        await rig.shows("expired 14:15")
        footer = " ".join(rig.text.splitlines()[-2:])
    assert ("w Withdraw" in footer, rig.sent) == (False, [])


def test_a_wording_ends_with_a_whole_minute() -> None:
    found = Wording(text={"und": "x"}).edit(NOW + timedelta(seconds=42))
    assert found.expires == local("14:50")


async def test_what_was_said_everywhere_a_host_says_again_in_one_room() -> None:
    async with desk_on("announcements", schedule=having(announcement()), holder=HOST) as rig:
        await rig.shows("A storm is coming.")
        await rig.press("a", "f4")
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.until(lambda: bool(rig.sent))
    (edit,) = rig.sent
    assert isinstance(edit, edits.Announce)
    assert (edit.text, edit.rooms) == (STORM, ("forum",))


def test_again_begins_with_the_same_words() -> None:
    one = Announcement.model_validate(announcement(rooms=["forum"]))
    assert Wording.of(one) == Wording("warning", STORM, ("forum",))
