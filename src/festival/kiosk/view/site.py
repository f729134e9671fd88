"""A site plan drawn in cells: grounds with their textures, names, numbered marks and "you are here".

Edges of areas lie on half rows; what kind of ground it is shows in its texture as well as in its colour:
steps ``═``, ramps ``╱``, lawns ``'``, paving ``·``, streets with a dashed line, buildings solid and named.
"""

from collections.abc import Callable
from itertools import groupby, product
from typing import Final

from rich.cells import cell_len

from festival.kiosk.view.ink import INKS, Ink, Inks
from festival.kiosk.view.plan import Box, Plan, Scale, Spot, spots, text_of
from festival.locale import Locale
from festival.schedule.model import Shape
from festival.tui.paint import Row, Span, wrap

_ORDER: Final = ("square", "street", "green", "water", "building", "ramp", "steps")
"""What covers what, the lowest first."""

Words = Callable[[dict[str, str]], str]
"""Picks the words of a text in the visitor's language."""


def draw(plan: Plan, on: Scale, palette: str, say: Words) -> list[Row]:
    """Return the plan in rows of exactly ``on.columns`` cells, in the colours of the theme `palette`."""
    sheet = _Sheet(plan, on, INKS[palette])
    found = spots(plan, on)
    sheet.centre_lines()
    taken = {cell for spot in found.values() for cell in spot.cells(1)}
    for shape in plan.site.shapes:
        sheet.name(shape, say(shape.name), taken)
    for mark in sorted(plan.marks, key=lambda mark: mark.key == plan.chosen):
        chosen = mark.key == plan.chosen
        ink = sheet.inks.marks["chosen" if chosen else mark.kind]
        sheet.write(found[mark.key], text_of(plan, on, mark), ink)
    if plan.stand is not None:
        row, column = on.cell(plan, plan.stand)
        spot = Spot(row, max(0, min(column - 1, on.columns - 3)), 3)
        sheet.write(spot, f" {plan.sight} ", sheet.inks.marks["here"])
    return sheet.rows()


class _Sheet:
    """The cells of a plan while it is drawn."""

    def __init__(self, plan: Plan, on: Scale, inks: Inks) -> None:
        self.plan = plan
        self.on = on
        self.inks = inks
        self._halves = self._grounds()
        self._cells = [[self._ground(row, column) for column in range(on.columns)] for row in range(on.rows)]

    def _grounds(self) -> list[list[str]]:
        """Return the kind of ground of each half row and column; steps and ramps know which way they lie."""
        halves = [[""] * self.on.columns for _ in range(self.on.rows * 2)]
        for shape in sorted(self.plan.site.shapes, key=lambda shape: _ORDER.index(shape.kind)):
            box = self.on.box(self.plan, shape)
            for half in halves[box.top : box.bottom]:
                half[box.left : box.right] = [_kind(shape, box)] * (box.right - box.left)
        return halves

    def _ink(self, kind: str) -> Ink:
        return self.inks.grounds[kind.rstrip("|")]

    def _whole(self, row: int, column: int) -> str | None:
        """Return the kind of ground of a cell, None if an edge runs through it."""
        upper, lower = self._halves[row * 2][column], self._halves[row * 2 + 1][column]
        return upper if upper == lower else None

    def _ground(self, row: int, column: int) -> Span:
        kind = self._whole(row, column)
        if kind is not None:
            return _texture(kind, row, column), self._ink(kind).role()
        upper, lower = (self._ink(self._halves[row * 2 + half][column]).ground for half in (0, 1))
        return "▀", Ink(upper, lower).role()

    def centre_lines(self) -> None:
        """Draw the dashed line along the middle of each street."""
        for shape in self.plan.site.shapes:
            if shape.kind != "street":
                continue
            box = self.on.box(self.plan, shape)
            role = self._ink("street").role()
            if box.lies:
                row = min((box.top + box.bottom) // 4, self.on.rows - 1)
                line = [(row, column, "─") for column in range(box.left, box.right) if column % 4 < 2]
            else:
                column = (box.left + box.right) // 2
                line = [(row, column, "│") for row in range(box.top // 2, box.bottom // 2) if row % 2]
            for row, column, text in line:
                if self._whole(row, column) == "street":
                    self._cells[row][column] = (text, role)

    def name(self, shape: Shape, name: str, taken: set[tuple[int, int]]) -> None:
        """Write a shape's name as near to its middle as the marks allow; nowhere if there is no room."""
        box = self.on.box(self.plan, shape)
        room = box.right - box.left
        if shape.kind in {"steps", "ramp"}:
            room -= 4 if box.bottom - box.top <= 2 else 2  # so that some of their texture stays to be seen
        if not name or max(map(cell_len, name.split())) > room:
            return
        lines = wrap(name, room)
        width = max(map(cell_len, lines))
        middle = (box.top + box.bottom) / 4 - len(lines) / 2, (box.left + box.right - width) // 2
        corners = product(
            range(-(-box.top // 2), box.bottom // 2 - len(lines) + 1), range(box.left, box.right - width + 1)
        )
        for top, left in sorted(corners, key=lambda at: 2 * abs(at[0] - middle[0]) + abs(at[1] - middle[1])):
            found = [
                Spot(top + at, left + (width - cell_len(line)) // 2, cell_len(line))
                for at, line in enumerate(lines)
            ]
            cells = {cell for spot in found for cell in spot.cells()}
            if self._is_free(cells, _kind(shape, box), taken):
                for spot, line in zip(found, lines, strict=True):
                    self._label(spot, line, shape, box, taken)
                return

    def _is_free(self, cells: set[tuple[int, int]], kind: str, taken: set[tuple[int, int]]) -> bool:
        return not cells & taken and all(
            0 <= column < self.on.columns and self._whole(row, column) == kind for row, column in cells
        )

    def _label(self, spot: Spot, line: str, shape: Shape, box: Box, taken: set[tuple[int, int]]) -> None:
        """Write a line of a name, with a space on both sides where there is one."""
        is_building = shape.kind == "building"
        ink = Ink(self.inks.building_name if is_building else self.inks.name, self._ink(shape.kind).ground)
        if self._is_free(spot.cells(1), _kind(shape, box), taken):
            spot, line = Spot(spot.row, spot.column - 1, spot.width + 2), f" {line} "
        self.write(spot, line, ink, bold=is_building)

    def write(self, spot: Spot, text: str, ink: Ink, *, bold: bool = True) -> None:
        """Write `text` of cells of width 1."""
        for at, letter in enumerate(text[: spot.width]):
            self._cells[spot.row][spot.column + at] = (letter, ink.role(bold=bold))

    def rows(self) -> list[Row]:
        """Return the rows, neighbouring cells of one role joined."""
        return [
            [("".join(text for text, _ in run), role) for role, run in groupby(row, key=lambda cell: cell[1])]
            for row in self._cells
        ]


def _kind(shape: Shape, box: Box) -> str:
    """Return the kind of ground of a shape; ``steps|`` for steps that run from top to bottom."""
    return "steps|" if shape.kind == "steps" and not box.lies else shape.kind


def _texture(kind: str, row: int, column: int) -> str:
    """Return what fills a cell of one kind of ground."""
    match kind:
        case "steps":
            return "═"
        case "steps|":
            return "║"
        case "ramp":
            return "╱"
        case "water":
            return "≈" if (row + column) % 2 else " "
        case "green":
            return {0: "'", 4: ","}.get((column * 3 + row * 5) % 8, " ")
        case "square":
            return "·" if (column + row % 2 * 2) % 4 == 0 else " "
    return " "


def key_row(plan: Plan, palette: str, locale: Locale) -> Row:
    """Return the line below a plan: where north is, the sign for the visitor's place, and what textures mean."""
    inks, t = INKS[palette], locale.t
    kinds = {shape.kind for shape in plan.site.shapes}
    row: Row = [(f"{plan.north} {t('North')}", "muted")]
    if plan.stand is not None:
        row += [
            ("  ", ""),
            (f" {plan.sight} ", inks.marks["here"].role(bold=True)),
            (f" {t('here')}", "muted"),
        ]
    for kind, texture, word in (("steps", "══", t("Steps")), ("ramp", "╱╱", t("Ramp"))):
        if kind in kinds:
            row += [("  ", ""), (texture, inks.grounds[kind].role()), (f" {word}", "muted")]
    return row
