"""The list of cards: moving, scrolling, choosing, by keys and by touch."""

from collections.abc import Sequence
from typing import Any, ClassVar

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot

from festival.tui.base import FestivalApp
from festival.tui.cards import Cards
from festival.tui.choices import Choice, Choices
from festival.tui.deck import GUTTER
from festival.tui.paint import Row
from festival.tui.themes import themes
from rig.pilot import touch


class Painter:
    """Items are strings; those in capitals are headings."""

    painted: ClassVar[list[str]] = []

    def key(self, item: str) -> str | None:
        return None if item.isupper() else item

    def height(self, item: str, width: int) -> int:
        return 1 if item.isupper() else 3

    def rows(self, item: str, width: int) -> Sequence[Row]:
        self.painted.append(item)
        return [[(f" {item}", "*")]]


class ListApp(FestivalApp[None]):
    CSS = "Choices { dock: top; } Cards { height: 1fr; }"

    def __init__(self, items: Sequence[str], min_width: int = 1_000) -> None:
        super().__init__()
        self.items = items
        self.min_width = min_width
        self.chosen: list[str] = []
        for theme in themes():
            self.register_theme(theme)
        self.theme = "festival-day"

    def compose(self) -> ComposeResult:
        yield Choices([Choice("one", "One"), Choice("two", "Two"), Choice("three", "Three", chosen=True)])
        yield Cards(Painter(), min_width=self.min_width)

    def on_mount(self) -> None:
        self.cards.show(self.items, empty=[[("Nothing here", "")]])
        self.cards.focus()

    @property
    def cards(self) -> Cards:
        return self.query_one(Cards)

    def on_cards_chosen(self, event: Cards.Chosen) -> None:
        self.chosen.append(event.key)

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.chosen.append(event.key)


def shown(pilot: Pilot[None]) -> str:
    return "\n".join(strip.text.rstrip() for strip in pilot.app.screen._compositor.render_strips())


ITEMS = ["MORNING", *(f"a{n}" for n in range(5)), "EVENING", *(f"b{n}" for n in range(5))]


async def test_arrows_pass_over_headings() -> None:
    app = ListApp(ITEMS)
    async with app.run_test(size=(40, 24)) as pilot:
        assert app.cards.cursor_key == "a0"
        await pilot.press(*["down"] * 5, "enter")
        assert app.chosen == ["b0"]


async def test_the_card_under_the_cursor_is_always_in_sight() -> None:
    app = ListApp([f"card{n}" for n in range(100)])
    async with app.run_test(size=(40, 24)) as pilot:
        for key in ["down"] * 20 + ["pagedown"] * 3 + ["up"] * 10 + ["end", "home", "pageup"]:
            await pilot.press(key)
            assert f" {app.cards.cursor_key}" in {line[:8].rstrip() for line in shown(pilot).splitlines()}


async def test_the_first_heading_comes_back_into_sight() -> None:
    app = ListApp(ITEMS)
    async with app.run_test(size=(40, 16)) as pilot:
        await pilot.press("end")
        assert "MORNING" not in shown(pilot)
        await pilot.press(*["up"] * 9)
        assert "MORNING" in shown(pilot)


async def test_two_columns_are_walked_sideways() -> None:
    app = ListApp(ITEMS, min_width=15)
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.press("right", "down", "enter")
        assert app.chosen == ["a3"]


async def test_a_tap_chooses_the_card_it_is_on() -> None:
    app = ListApp(["a0", "a1", "a2"])
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.click(Cards, offset=(3, 4))
        assert app.chosen == ["a1"]


async def test_a_finger_that_slides_to_another_card_chooses_nothing() -> None:
    app = ListApp(["a0", "a1", "a2"])
    async with app.run_test(size=(40, 24)) as pilot:
        await touch(pilot, (3, 4), (3, 10))
        assert app.chosen == []
        await touch(pilot, (3, 4))
        assert app.chosen == ["a0"]


async def test_a_touch_that_began_elsewhere_chooses_nothing_even_where_one_was_broken_off() -> None:
    app = ListApp(["a0", "a1", "a2"])
    async with app.run_test(size=(40, 24)) as pilot:
        await touch(pilot, (3, 4), (3, 1))
        await touch(pilot, (3, 1), (3, 4))
        assert app.chosen == []


async def test_a_finger_that_leaves_the_list_marks_nothing_any_more() -> None:
    app = ListApp(["a0", "a1", "a2"])
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.hover(Cards, offset=(3, 4))
        await pilot.mouse_down(Cards, offset=(3, 4))
        assert app.cards.pressed == 1
        await pilot.hover(Choices, offset=(3, 1))
        assert app.cards.pressed is None


async def test_a_touch_that_slides_from_a_card_to_the_scroll_targets_scrolls_nothing() -> None:
    app = ListApp([f"card{n}" for n in range(50)])
    async with app.run_test(size=(40, 24)) as pilot:
        await touch(pilot, (3, 20), (38, 20))
        assert (app.cards.top, app.chosen) == (0, [])


async def test_the_scroll_targets_scroll_and_choose_nothing() -> None:
    app = ListApp([f"card{n}" for n in range(50)])
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.click(Cards, offset=(40 - GUTTER + 1, 20))
        assert app.cards.top > 0
        await pilot.click(Cards, offset=(40 - GUTTER + 1, 2))
        assert app.cards.top == 0
        assert app.chosen == []


async def test_the_cursor_stays_on_its_card_when_the_list_changes() -> None:
    app = ListApp(["a0", "a1", "a2"])
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.press("down", "down")
        app.cards.show(["new", "a0", "a2"])
        await pilot.pause()
        assert app.cards.cursor_key == "a2"


async def test_whoever_only_watches_stays_at_the_beginning_of_a_list_that_changes() -> None:
    app = ListApp([f"a{n}" for n in range(20)])
    async with app.run_test(size=(40, 12)) as pilot:
        app.cards.show([*(f"a{n}" for n in range(1, 20)), "a0"])
        await pilot.pause()
        assert (app.cards.cursor_key, app.cards.top) == ("a1", 0)


async def test_an_empty_list_says_so_and_every_key_is_harmless() -> None:
    app = ListApp([])
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.press("down", "up", "left", "right", "pagedown", "end", "home", "enter")
        assert "Nothing here" in shown(pilot)
        assert app.chosen == []


async def test_only_what_is_seen_is_painted() -> None:
    app = ListApp([f"card{n}" for n in range(10_000)])
    async with app.run_test(size=(40, 24)) as pilot:
        Painter.painted.clear()
        await pilot.press("end")
        await pilot.pause()
        assert 0 < len(Painter.painted) <= 30


@pytest.mark.parametrize(("x", "key"), [(1, "one"), (12, "one"), (14, "two"), (39, "three")])
async def test_every_column_of_the_choices_belongs_to_one(x: int, key: str) -> None:
    app = ListApp(["a0"])
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.click(Choices, offset=(x, 1))
        assert app.chosen == [key]


async def test_choices_are_at_least_six_by_three_and_wrap() -> None:
    app = ListApp(["a0"])
    async with app.run_test(size=(40, 24)) as pilot:
        choices = app.query_one(Choices)
        choices.choices = tuple(Choice(str(n), "x") for n in range(20))
        await pilot.pause()
        assert choices.size.height % 3 == 0
        rows: Any = choices._lay_out(40)
        assert all(size >= 6 for row in rows for _, size in row)
        assert sum(len(row) for row in rows) == 20


async def test_choices_begin_at_the_chosen_one_and_move_with_arrows() -> None:
    app = ListApp(["a0"])
    async with app.run_test(size=(40, 24)) as pilot:
        app.query_one(Choices).focus()
        await pilot.press("left", "enter")
        assert app.chosen == ["two"]
