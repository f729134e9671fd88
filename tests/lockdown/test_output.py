"""Where frames go, also when the terminal has gone away."""

import os
from collections.abc import Iterator

import pytest

from festival.tui.output import TerminalOutput


class Ends:
    """A pipe: what is written can be read, until the reading end closes."""

    def __init__(self) -> None:
        read, write = os.pipe()
        self.read = os.fdopen(read, "rb", buffering=0)
        self.write = os.fdopen(write, "w", encoding="utf-8")
        self.gone = 0

    def note(self) -> None:
        self.gone += 1


@pytest.fixture
def ends() -> Iterator[Ends]:
    pair = Ends()
    yield pair
    pair.read.close()
    pair.write.close()


def test_text_arrives_as_utf_8_whatever_it_holds(ends: Ends) -> None:
    output = TerminalOutput(ends.write, on_gone=ends.note)
    output.write("Bühne ▀ \ud800")
    output.flush()
    assert ends.read.read(100) == "Bühne ▀ ?".encode()
    assert not output.isatty()
    assert output.fileno() == ends.write.fileno()


def test_a_stream_that_another_program_left_non_blocking_blocks_again(ends: Ends) -> None:
    os.set_blocking(ends.write.fileno(), False)
    TerminalOutput(ends.write, on_gone=ends.note)
    assert os.get_blocking(ends.write.fileno())


def test_the_end_of_the_terminal_is_told_once_and_raises_nothing(ends: Ends) -> None:
    output = TerminalOutput(ends.write, on_gone=ends.note)
    ends.read.close()
    output.write("a")
    output.write("b")
    assert ends.gone == 1
