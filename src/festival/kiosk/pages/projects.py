"""All projects: the city's numbered ones first, then the others by kind, narrowed by typing."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, Final

from textual.containers import Horizontal
from textual.events import Key
from textual.widget import Widget

from festival.kiosk.messages import Go
from festival.kiosk.page import Page
from festival.kiosk.state import State
from festival.kiosk.view.block import heading, title
from festival.kiosk.view.project import project_rows
from festival.schedule.model import Project
from festival.schedule.spelling import words_of
from festival.tui.cards import Cards
from festival.tui.choices import Choice, Choices
from festival.tui.paint import Row, spread
from festival.tui.rows import Rows
from festival.wording.projects import kind_words

_MOST_TYPED: Final = 40


def grouped(state: State, projects: Iterable[Project]) -> list[Project | str]:
    """Return `projects` below headings: those with a number in its order, then the others by kind."""
    numbered: list[Project] = []
    kinds: dict[str, list[Project]] = {}
    for project in projects:
        group = numbered if project.number else kinds.setdefault(project.kind, [])
        group.append(project)
    entries: list[Project | str] = []
    if numbered:
        numbered.sort(key=lambda project: project.number or 0)
        entries += [state.locale.t("From the city's numbered overview"), *numbered]
    for kind, group in kinds.items():
        entries += [kind_words(state.locale, kind)[1], *group]
    return entries


def found(state: State, typed: str) -> list[Project]:
    """Return the projects of which every typed word begins a word: of name, alias, kind, place, summary, or the number."""
    wanted = words_of(typed)
    return [
        project for project in state.schedule.projects if all(_has(state, project, word) for word in wanted)
    ]


def _has(state: State, project: Project, start: str) -> bool:
    texts = (
        *project.name.values(),
        *project.aliases,
        *project.place.values(),
        *project.summary.values(),
        kind_words(state.locale, project.kind)[0],
        str(project.number or ""),
    )
    return any(word.startswith(start) for word in words_of(" ".join(texts)))


class ProjectPainter:
    """A project with number, name, kind and the beginning of its summary."""

    state: State

    def key(self, item: Project | str) -> str | None:
        """Return the project's id."""
        return item.id if isinstance(item, Project) else None

    def height(self, item: Project | str, width: int) -> int:
        """Return the lines of a card."""
        if isinstance(item, str):
            return 1
        return 6 if self.state.large else 3

    def rows(self, item: Project | str, width: int) -> Sequence[Row]:
        """Return the card."""
        if isinstance(item, str):
            return heading(item)
        rows = project_rows(self.state, item, width)
        if not self.state.large:
            return rows
        number = f"{item.number} " if item.number else ""
        return [
            *title(self.state, number + self.state.say(item.name), width, bar="accent", most=1),
            *rows[1:],
        ]


class ProjectsPage(Page):
    """Letters that are typed narrow the list; by touch the search page does the same with its keypad."""

    NAME: ClassVar[str] = "projects"
    TAKES_LETTERS: ClassVar[bool] = True
    FOCUS: ClassVar[str] = "#body Cards"
    DEFAULT_CSS = """
    ProjectsPage #line { height: 3; }
    ProjectsPage #typed { width: 1fr; height: 3; }
    ProjectsPage #narrow { width: auto; margin-right: 2; }
    ProjectsPage Cards { height: 1fr; }
    """

    typed = ""

    def body(self) -> Iterable[Widget]:
        """Return the typed line with its target, and the list."""
        self.painter = ProjectPainter()
        yield Horizontal(
            Rows(id="typed"), Choices(id="narrow", ground="card", stretch=False, gap=1), id="line"
        )
        yield Cards(self.painter, min_width=52, gap=1)

    def heading(self, state: State) -> str:
        """Return the page's name."""
        return state.locale.t("Projects")

    def show(self, state: State) -> None:
        """Show the projects that fit what was typed."""
        t = state.locale.t
        self.painter.state = state
        projects = found(state, self.typed)
        nothing: Row = [(t("Nothing matches. Delete letters, or search the whole programme."), "")]
        self.query_one(Cards).show(grouped(state, projects), empty=[nothing])
        self.query_one("#typed", Rows).paint = lambda width: self._line(state, len(projects), width)
        clear = (Choice("clear", t("Show all"), "✕"),) if self.typed else ()
        self.query_one("#narrow", Choices).choices = (*clear, Choice("search", t("Search"), "⌕"))

    def _line(self, state: State, count: int, width: int) -> list[Row]:
        locale = state.locale
        number = locale.n("{n} project", "{n} projects", count)
        if not self.typed:
            return [[], [("  ", ""), (number, "*"), (f" · {locale.t('type to search')}", "muted")]]
        return [
            [],
            spread(
                [("  ⌕ ", "accent"), (self.typed, "*"), ("▏", "accent")], [(f"{number}  ", "muted")], width
            ),
        ]

    def on_key(self, event: Key) -> None:
        """Take letters, digits and the space between them; Backspace takes the last one back."""
        if event.key in {"backspace", "escape"} and self.typed:
            self._type(self.typed[:-1] if event.key == "backspace" else "")
        elif event.is_printable and event.character and (event.character != " " or self.typed):
            self._type((self.typed + event.character)[:_MOST_TYPED])
        else:
            return
        event.stop()
        event.prevent_default()

    def _type(self, text: str) -> None:
        self.typed = text
        if self.state is not None:
            self.show(self.state)
            self.query_one(Cards).forget()

    def forget(self) -> None:
        """Show all from the beginning."""
        self._type("")

    def on_cards_chosen(self, event: Cards.Chosen) -> None:
        """Open the project."""
        self.post_message(Go("project", event.key))

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Show all, or open the search with its keypad."""
        if event.key == "clear":
            self.forget()
        else:
            self.post_message(Go("search"))
