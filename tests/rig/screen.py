"""An emulated terminal screen: pyte's, with what today's programs use beyond a VT220."""

import codecs
from collections import defaultdict
from collections.abc import Callable
from typing import Any, cast

import pyte
import pyte.modes
from pyte.screens import StaticDefaultDict
from wcwidth import wcwidth

from rig.cell import Cell, repen
from rig.parser import Parser, Token

_ALTERNATE = {47, 1047, 1049}
_RECOGNISED = {1, 7, 12, 25, 47, 1000, 1002, 1003, 1004, 1006, 1015, 1047, 1049, 2004, 2026}
_ONE = {final: name for final, name in pyte.Stream.csi.items() if final in "@ABCDEFGJKLMPXade`g"}
_TWO = {"H": "cursor_position", "f": "cursor_position", "r": "set_margins"}
_CONTROLS = {char: name for char, name in pyte.Stream.basic.items() if char not in "\x0e\x0f"}


class Screen(pyte.Screen):
    """Feed it bytes with `feed`; read `cell`, `text`, `title`, and what the program asked for.

    Positions are (column, row), from 0. Answers to a program's questions go to `answer`, as from a plain
    xterm that knows synchronised output but neither the kitty keyboard nor in-band resize reports.
    """

    def __init__(self, columns: int, rows: int, answer: Callable[[str], None] | None = None) -> None:
        self.private_modes: set[int] = {7, 25}
        """DEC private modes that are on now; 1049 is the alternate screen, 1000 to 1006 the mouse."""
        self.titles: list[str] = []
        """Every window title set so far (OSC 0 and OSC 2)."""
        self.oscs: list[str] = []
        """Every operating system command, titles too, as `8;;https://...`."""
        self.strings: list[str] = []
        """Bodies of DCS, SOS, PM and APC strings."""
        self.unhandled: list[Token] = []
        """Sequences that this terminal does not know; a real one ignores them as well."""
        self.bells = 0
        self._answer = answer or (lambda _text: None)
        self._parser = Parser()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._main: tuple[Any, Any] | None = None
        self._last = " "
        super().__init__(columns, rows)

    # What a test reads.

    @property
    def rows(self) -> int:
        return self.lines

    @property
    def alternate(self) -> bool:
        """Whether the program is on the alternate screen."""
        return self._main is not None

    def cell(self, column: int, row: int) -> Cell:
        return cast("Cell", self.buffer[row][column])

    def row_text(self, row: int) -> str:
        """One row, as wide as the screen; a wide character counts once."""
        return "".join(self.cell(column, row).data for column in range(self.columns))

    def text(self) -> str:
        """All rows, without the blanks at their ends, joined by newlines."""
        return "\n".join(self.row_text(row).rstrip() for row in range(self.lines))

    def find(self, text: str) -> tuple[int, int] | None:
        """Where a text begins, (column, row), first from the top; None when it is not in any row."""
        for row in range(self.lines):
            columns = [column for column in range(self.columns) for _ in self.cell(column, row).data]
            at = self.row_text(row).find(text)
            if at >= 0:
                return columns[at], row
        return None

    # What the stream does.

    def feed(self, data: bytes) -> None:
        """Take the program's output; sequences may be cut anywhere between two calls."""
        for token in self._parser.feed(self._decoder.decode(data)):
            match token.kind:
                case "text":
                    self.draw(token.body)
                case "control" if token.body in _CONTROLS:
                    getattr(self, _CONTROLS[token.body])()
                case "control" if token.body in "\x00\x7f":
                    pass
                case "escape" if token.body in pyte.Stream.escape:
                    getattr(self, pyte.Stream.escape[token.body])()
                case "csi":
                    self._csi(token)
                case "osc":
                    self._osc(token.body)
                case "string":
                    self.strings.append(token.body)
                case _:
                    self.unhandled.append(token)

    def _csi(self, token: Token) -> None:
        final = token.body[-1]
        inner = token.body[:-1].rstrip(" !\"#$%&'()*+,-./")
        intermediate = token.body[len(inner) : -1]
        prefix = inner[:1] if inner[:1] in tuple("<=>?") else ""
        plain = inner[len(prefix) :]
        if final == "m" and not prefix + intermediate:
            self.cursor.attrs = cast("Any", repen(cast("Cell", self.cursor.attrs), _sgr(plain)))
            return
        params = [min(int(part.split(":")[0] or 0), 9999) for part in plain.split(";") if plain]
        match prefix + intermediate + final:
            case one if one in _ONE:
                getattr(self, _ONE[one])(*params[:1])
            case two if two in _TWO:
                getattr(self, _TWO[two])(*params[:2])
            case "h" | "l":
                (self.set_mode if final == "h" else self.reset_mode)(*params)
            case "?h" | "?l":
                for mode in params:
                    self._private(mode, on=final == "h")
            case "S" | "T":
                self._scroll(params[0] if params else 1, up=final == "S")
            case "b":
                self.draw(self._last * min(max(params[0] if params else 1, 1), self.columns * self.lines))
            case "s":
                self.save_cursor()
            case "u":
                self.restore_cursor()
            case question if not self._reply(question, params):
                self.unhandled.append(token)

    def _reply(self, question: str, params: list[int]) -> bool:
        """Answer a report request as xterm does; False when it is no question that we know."""
        first = params[0] if params else 0
        at = f"{self.cursor.y + 1};{min(self.cursor.x, self.columns - 1) + 1}"
        answers = {
            ("c", 0): "\x1b[?62;22c",
            (">c", 0): "\x1b[>41;370;0c",
            (">q", 0): "\x1bP>|XTerm(370)\x1b\\",
            ("n", 5): "\x1b[0n",
            ("n", 6): f"\x1b[{at}R",
            ("?n", 6): f"\x1b[?{at}R",
            ("t", 18): f"\x1b[8;{self.lines};{self.columns}t",
        }
        answer = answers.get((question, first))
        if question == "?$p":
            known = first in _RECOGNISED
            answer = f"\x1b[?{first};{(1 if first in self.private_modes else 2) if known else 0}$y"
        if answer is not None:
            self._answer(answer)
        return answer is not None

    def _osc(self, body: str) -> None:
        self.oscs.append(body)
        code, _, text = body.partition(";")
        if code in ("0", "2"):
            self.title = text
            self.titles.append(text)
        elif code in ("10", "11") and text == "?":
            grey = "e5e5" if code == "10" else "0000"
            self._answer(f"\x1b]{code};rgb:{grey}/{grey}/{grey}\x1b\\")

    def _private(self, mode: int, *, on: bool) -> None:
        (self.private_modes.add if on else self.private_modes.discard)(mode)
        if mode in _ALTERNATE:
            self._switch(alternate=on)
        else:
            (self.set_mode if on else self.reset_mode)(mode, private=True)

    def _switch(self, *, alternate: bool) -> None:
        if alternate and self._main is None:
            self.save_cursor()
            self._main = (self.buffer, self.savepoints)
            self.buffer, self.savepoints = defaultdict(lambda: StaticDefaultDict(self.default_char)), []
        elif not alternate and self._main is not None:
            self.buffer, self.savepoints = self._main
            self._main = None
            self.restore_cursor()

    def _scroll(self, count: int, *, up: bool) -> None:
        top, bottom = self.margins or (0, self.lines - 1)
        row = self.cursor.y
        self.cursor.y = bottom if up else top
        for _ in range(min(count, self.lines)):
            (self.index if up else self.reverse_index)()
        self.cursor.y = row

    # What pyte does otherwise.

    @property
    def default_char(self) -> Any:
        return Cell(reverse=pyte.modes.DECSCNM in self.mode)

    def reset(self) -> None:
        self._main = None
        self.mode = set()
        super().reset()
        self.cursor.attrs = self.default_char

    def bell(self, *_args: Any) -> None:
        self.bells += 1

    def resize(self, lines: int | None = None, columns: int | None = None) -> None:
        """Cut or add at the right and at the bottom; the program repaints."""
        lines, columns = lines or self.lines, columns or self.columns
        for row in [row for row in self.buffer if row >= lines]:
            del self.buffer[row]
        for line in self.buffer.values():
            for column in [column for column in line if column >= columns]:
                del line[column]
        self.lines, self.columns, self.margins = lines, columns, None
        self.cursor.x, self.cursor.y = min(self.cursor.x, columns - 1), min(self.cursor.y, lines - 1)

    def draw(self, data: str) -> None:
        """Write text at the cursor. pyte drops the rest of the text after a character without width."""
        for char in data:
            width = wcwidth(char)
            if width > 0:
                self._put(char, width)
            elif width == 0:
                self._combine(char)

    def _put(self, char: str, width: int) -> None:
        cursor = self.cursor
        if cursor.x + width > self.columns:
            if pyte.modes.DECAWM in self.mode:
                cursor.x = 0
                self.index()
            else:
                cursor.x = max(self.columns - width, 0)
        if pyte.modes.IRM in self.mode:
            self.insert_characters(width)
        line, x = self.buffer[cursor.y], cursor.x
        # Half of a wide character that is overwritten takes its other half with it.
        if line[x].data == "" and x:
            line[x - 1] = line[x - 1]._replace(data=" ")
        if x + width < self.columns and line[x + width].data == "":
            line[x + width] = line[x + width]._replace(data=" ")
        line[x] = cursor.attrs._replace(data=char)
        if width == 2:
            line[x + 1] = cursor.attrs._replace(data="")
        cursor.x = x + width
        self._last = char

    def _combine(self, mark: str) -> None:
        x = self.cursor.x - 1
        line = self.buffer[self.cursor.y]
        if x > 0 and line[x].data == "":
            x -= 1
        if x >= 0:
            line[x] = line[x]._replace(data=line[x].data + mark)


def _sgr(plain: str) -> list[int]:
    """Flatten SGR parameters; `38:2::r:g:b` (ISO 8613-6) becomes 38, 2, r, g, b and `4:3` becomes 4."""
    codes: list[int] = []
    for part in plain.split(";"):
        numbers = [int(number or 0) for number in part.split(":")]
        if numbers[0] in (38, 48) and len(numbers) > 1:
            codes += numbers[:2] + numbers[-3 if numbers[1] == 2 else 2 :]
        elif len(numbers) > 1 and numbers[0] == 4:
            codes.append(4 if numbers[1] else 24)
        else:
            codes.append(numbers[0])
    return codes
