"""Takes a picture of a terminal program: `python -m rig.shot OUT.png 80x24 --keys "down enter" -- festival`.

Run it in `tests/`, or with PYTHONPATH=tests. The keys are words: names of keys, single characters,
`type:TEXT`, `click:COLUMN,ROW`, `click:TEXT`, `wait:TEXT`; the screen is let become quiet before each. The
text of the screen goes to standard output with --text.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from rig.drawing import pixels
from rig.terminal import Terminal


def act(terminal: Terminal, word: str) -> None:
    """Do what one word of `--keys` says."""
    verb, colon, rest = word.partition(":")
    if not colon or not rest:
        terminal.press(word)
    elif verb == "type":
        terminal.send(rest)
    elif verb == "wait":
        terminal.wait_for(rest)
    elif verb == "click":
        column, _, row = rest.partition(",")
        terminal.click((int(column), int(row)) if column.isdecimal() and row.isdecimal() else rest)
    else:
        message = f"unknown word {word!r}"
        raise ValueError(message)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program, act, and write the picture once the screen has been quiet for 0.4 seconds."""
    parser = argparse.ArgumentParser(prog="rig.shot", description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="the PNG file to write")
    parser.add_argument("size", metavar="COLUMNSxROWS")
    parser.add_argument("--keys", default="", help="words, parted by spaces")
    parser.add_argument("--wait", default="", metavar="TEXT", help="wait for this text before the first key")
    parser.add_argument("--cell", default="10x20", metavar="WIDTHxHEIGHT", help="size of a cell in pixels")
    parser.add_argument("--text", action="store_true", help="print the screen's text as well")
    parser.add_argument("argv", nargs="+", metavar="-- PROGRAM")
    options = parser.parse_args(arguments)
    columns, rows = map(int, options.size.split("x"))
    cell_width, cell_height = map(int, options.cell.split("x"))
    with Terminal(options.argv, columns=columns, rows=rows) as terminal:
        terminal.wait_for(options.wait or (lambda shown: bool(shown.text().strip())))
        for word in options.keys.split():
            act(terminal.wait_quiet(), word)
        terminal.wait_quiet()
        pixels(terminal.screen, (cell_width, cell_height)).save(options.out)
        if options.text:
            print(terminal.text())  # noqa: T201  # the answer of this command


if __name__ == "__main__":
    main()
