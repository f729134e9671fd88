"""Hostile texts in every text field, on every page of a locked kiosk in a real pty."""

from collections.abc import Callable, Iterator
from statistics import median
from typing import Final

import pytest

from festival.kiosk.pages import PAGES
from festival.schedule.text import clean_line
from stress.hostile_terminal import HostileTerminal
from stress.poison import declared_text_fields, text_fields
from stress.texts import HOSTILE, MARKED
from stress.vocabulary import vocabulary, whole

STALL_MS: Final = 100
TRIES: Final = 3
VIEWS: Final = (
    ("attract", ""), ("now", ""), ("room", "hansaplatz"), ("session", "open-lab"), ("session", "choir"),
    ("programme", ""), ("stations", ""), ("station", "robots"), ("workshop", ""), ("projects", ""),
    ("project", "lab"), ("map", ""), ("search", ""), ("latest", ""), ("picks", ""), ("help", ""), ("code", "project:lab"),
    ("code", "picks"), ("staff", ""),
)  # fmt: skip
WITHOUT_PROGRAMME: Final = {"attract", "help", "staff"}
"""Pages on which no title need stand below the header."""
LOOKED_AT: Final = (
    "an honest title with brackets",
    "markup with actions",
    "unbalanced markup",
    "OSC 2, the title",
)
"""Texts that are looked for on the emulated screen, to be read and to be touched."""
SMALL, LARGE = (80, 24), (160, 45)
IN_LARGE: Final = (
    "an honest title with brackets",
    "CSI: colours, a cleared screen, a scrolled region",
    "C1 controls",
    "tabs",
    "bidi override and isolate",
    "markup with actions",
    "zalgo",
    "a wide word of 200 kB",
    "100,000 newlines",
    "fillers and very wide characters",
)
"""Texts that are tried in other columns as well."""


@pytest.fixture(scope="module")
def kiosk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[HostileTerminal]:
    """Give a kiosk that has shown every page with an honest programme."""
    with HostileTerminal(tmp_path_factory.mktemp("kiosk"), *request.param) as terminal:
        for step in STEPS.values():
            step(terminal)
        terminal.order("freeze")
        yield terminal


@pytest.fixture(scope="module")
def said(kiosk: HostileTerminal) -> set[str]:
    """What the kiosk says to its terminal with an honest programme."""
    return vocabulary(whole(kiosk.log))


def open_page(page: str, subject: str) -> Callable[[HostileTerminal], int]:
    def step(terminal: HostileTerminal) -> int:
        answer = terminal.order("go", page, subject)
        assert (answer.page, answer.subject) == (page, subject), terminal.faults()
        return answer.stall_ms

    return step


def turn_the_loop(terminal: HostileTerminal) -> int:
    terminal.order("go", "attract")
    return max(terminal.order("turn").stall_ms for _ in range(3))


def lay_out_as_grid(terminal: HostileTerminal) -> int:
    terminal.order("go", "programme")
    stall_ms = terminal.order("layout", "grid").stall_ms
    terminal.order("layout", "list")
    return stall_ms


def be_urgent(terminal: HostileTerminal) -> int:
    terminal.order("go", "now")
    stall_ms = terminal.order("urgent", "on").stall_ms
    terminal.order("urgent", "off")
    return stall_ms


def enlarge(terminal: HostileTerminal) -> int:
    terminal.order("go", "session", "open-lab")
    stall_ms = terminal.order("large", "on").stall_ms
    stall_ms = max(stall_ms, terminal.order("go", "now").stall_ms)
    terminal.order("large", "off")
    return stall_ms


def search(terminal: HostileTerminal) -> int:
    terminal.order("go", "search")
    stall_ms = max(terminal.type(letter).stall_ms for letter in "xe")
    terminal.type("backspace", "backspace")
    return stall_ms


STEPS: Final[dict[str, Callable[[HostileTerminal], int]]] = {
    **{" ".join(filter(None, view)): open_page(*view) for view in VIEWS},
    "attract, its slides": turn_the_loop,
    "programme, as a grid": lay_out_as_grid,
    "in large letters": enlarge,
    "urgent, over a page": be_urgent,
    "search, typing": search,
}


def put_up(terminal: HostileTerminal, name: str) -> int:
    terminal.order("go", "attract")
    return terminal.order("text", name).stall_ms


def typical_stall_ms(terminal: HostileTerminal, name: str, step: Callable[[HostileTerminal], int]) -> float:
    """Give the stall of a step that was too slow once: the median of tries, each with nothing worked out before."""
    stalls: list[int] = []
    for _ in range(TRIES):
        put_up(terminal, name)
        stalls.append(step(terminal))
    return median(stalls)


def test_every_text_field_of_the_model_is_filled() -> None:
    assert text_fields() == declared_text_fields()


def test_every_page_is_shown() -> None:
    assert {page for page, _ in VIEWS} == set(PAGES)


@pytest.mark.parametrize("kiosk", [SMALL], ids=["80x24"], indirect=True)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_text_stays_text_and_stops_nothing(kiosk: HostileTerminal, said: set[str], name: str) -> None:
    assert_nothing_comes_of(kiosk, said, name)


@pytest.mark.parametrize("kiosk", [LARGE], ids=["160x45"], indirect=True)
@pytest.mark.parametrize("name", IN_LARGE)
def test_nor_does_it_in_other_columns(kiosk: HostileTerminal, said: set[str], name: str) -> None:
    assert_nothing_comes_of(kiosk, said, name)


def assert_nothing_comes_of(kiosk: HostileTerminal, said: set[str], name: str) -> None:
    """Walk over all pages with a text in every field: nothing new goes to the terminal, and nothing takes long."""
    kiosk.emulating = False
    start = len(whole(kiosk.log))
    too_slow = {}
    if put_up(kiosk, name) > STALL_MS:
        too_slow["a new programme"] = typical_stall_ms(kiosk, name, lambda shown: shown.answer.stall_ms)
    for title, step in STEPS.items():
        if step(kiosk) > STALL_MS:
            too_slow[title] = typical_stall_ms(kiosk, name, step)
    assert kiosk.faults() == ""
    assert vocabulary(whole(kiosk.log[start:])) - said == set()
    assert {title: stall_ms for title, stall_ms in too_slow.items() if stall_ms > STALL_MS} == {}


@pytest.mark.parametrize("kiosk", [SMALL], ids=["80x24"], indirect=True)
@pytest.mark.parametrize("name", LOOKED_AT)
def test_markup_and_sequences_are_shown_and_touched_without_effect(kiosk: HostileTerminal, name: str) -> None:
    kiosk.emulating = True
    text = HOSTILE[name]
    begin = clean_line(text)[: len(MARKED)]
    put_up(kiosk, name)
    for view in VIEWS:
        kiosk.order("go", *view)
        spot = below_header(kiosk, begin)
        if view[0] in WITHOUT_PROGRAMME or spot is None:
            assert view[0] in WITHOUT_PROGRAMME, kiosk.text()
            continue
        for column in {spot[0], spot[0] + begin.find("]") + 1}:
            answer = kiosk.touch(column, spot[1])
            assert answer.page in PAGES.keys() - {"staff", "attract"}
            assert [action for action in answer.actions if "app." in action] == []
            kiosk.order("go", *view)
        answer = kiosk.type("enter", "down", "enter", "up", "enter")
        assert answer.page in PAGES
        assert [action for action in answer.actions if "app." in action] == []
    assert kiosk.faults() == ""
    screen = kiosk.screen
    assert (screen.titles, screen.oscs, screen.strings, screen.bells) == ([], [], [], 0)


def below_header(terminal: HostileTerminal, begin: str) -> tuple[int, int] | None:
    """Give where a text begins below header and news."""
    screen = terminal.screen
    for row in range(3, screen.rows):
        columns = [column for column in range(screen.columns) for _ in screen.cell(column, row).data]
        if (at := screen.row_text(row).find(begin)) >= 0:
            return columns[at], row
    return None
