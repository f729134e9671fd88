"""What makes a function, from what was typed to an edit, a command with the options that all edits have."""

from collections.abc import Callable, Sequence
from functools import wraps
from inspect import cleandoc
from typing import Any, Final, NamedTuple, TypeAlias

import click
from pydantic import ValidationError

from festival.cli.editing.seen import Said, Seen
from festival.cli.editing.words import line_of, local_text, without_hyphens
from festival.schedule.cursor import Cursor
from festival.schedule.edits import Edit
from festival.settings import Settings, SettingsError, checked_hub

Draft: TypeAlias = Callable[..., Edit]
"""Makes an edit; its first arguments are a :class:`Seen` and a :class:`Said`, the others its own options."""

EXIT_CODES: Final = """\
0  made; with --dry-run: would be made
1  refused, stderr says why
2  the command line cannot be understood
3  conflict: what it touches has changed since; both values are shown
4  the hub is away, or it is not known whether the edit was made
5  something would start earlier than was said: --earlier confirms it"""
PATIENCE_S: Final = 20.0
_KEY_CAP: Final = 128


class Asked(NamedTuple):
    """How an edit is to be made."""

    settings: Settings
    hub: str
    based_on: Cursor | None
    """None: on the hub's newest."""
    key: str | None
    is_dry: bool
    as_json: bool
    patience_s: float


class EditCommand(click.Command):
    """A command to which ``-5`` is a number, and whose help ends with `examples` and the exit codes."""

    def __init__(self, *arguments: Any, examples: str = "", **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._examples = cleandoc(examples)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Tell options from arguments."""
        return super().parse_args(ctx, without_hyphens(args))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples and the exit codes."""
        for heading, text in (("Examples", self._examples), ("Exit codes", EXIT_CODES)):
            if text:
                with formatter.section(heading):
                    formatter.write_text(f"\b\n{text}")


def edit_command(
    name: str, *, examples: str = "", dry_names: Sequence[str] = ("--dry-run",)
) -> Callable[[Draft], click.Command]:
    """Make a function a command of ``festival edit``. The options of its own stand below this, as click's decorators.

    `examples` are lines for its help; `dry_names` are what ``--dry-run`` is called.
    """

    def decorated(draft: Draft) -> click.Command:
        @wraps(draft)
        def command(**given: Any) -> None:
            shared = {one: given.pop(one) for one in _SHARED}
            reason, earlier = local_text(shared.pop("reason")), shared.pop("earlier")
            asked = _asked(**shared)

            from festival.cli.editing.making import run

            def drafted(seen: Seen) -> Edit:
                return _checked(draft, seen, Said(reason=reason, earlier=earlier), given)

            run(asked, drafted)

        made = click.command(name, cls=EditCommand, examples=examples)(command)
        made.params += _shared_options(dry_names)
        return made

    return decorated


def _shared_options(dry_names: Sequence[str]) -> list[click.Option]:
    return [
        click.Option(
            ["--reason"],
            type=line_of,
            multiple=True,
            metavar="LANG=TEXT",
            help="Why, for visitors, e.g. de=Regen; once a language.",
        ),
        click.Option(["--earlier"], is_flag=True, help="Yes, something may start earlier than was said."),
        click.Option([*dry_names, "dry_run"], is_flag=True, help="Show what it would do; nothing is sent."),
        click.Option(
            ["--json", "as_json"], is_flag=True, help="JSON on stdout: the change, or what is wrong."
        ),
        click.Option(
            ["--based-on"],
            metavar="CURSOR",
            help="What you decided on, e.g. 3f9a-17: it is refused if what it touches has changed since. "
            "Default: the newest.",
        ),
        click.Option(
            ["--key"], metavar="KEY", help="Repeat an edit of which it is not known whether it was made."
        ),
        click.Option(
            ["--hub"], metavar="URL", help="The hub; default: FESTIVAL_HUB. Your token is in FESTIVAL_TOKEN."
        ),
        click.Option(
            ["--patience", "patience_s"],
            type=click.FloatRange(0.1, 600),
            default=PATIENCE_S,
            metavar="SECONDS",
            help=f"How long it is sent again to a hub that does not answer; default: {PATIENCE_S:g}.",
        ),
    ]


_SHARED: Final = ("reason", "earlier", "dry_run", "as_json", "based_on", "key", "hub", "patience_s")


def _asked(
    *,
    hub: str | None,
    based_on: str | None,
    key: str | None,
    dry_run: bool,
    as_json: bool,
    patience_s: float,
) -> Asked:
    try:
        settings = Settings.from_environment()
        address = checked_hub(hub) or settings.hub
        cursor = Cursor.parse(based_on) if based_on else None
    except (SettingsError, ValueError) as error:
        raise click.UsageError(str(error)) from error
    if address is None:
        raise click.UsageError("Which hub? Give --hub or set FESTIVAL_HUB.")
    if settings.token is None and not dry_run:
        raise click.UsageError("Set FESTIVAL_TOKEN to an organiser's token: festival token new makes one.")
    if key is not None and not (
        key.isascii() and key.isprintable() and " " not in key and 0 < len(key) <= _KEY_CAP
    ):
        raise click.UsageError(f"A key is 1 to {_KEY_CAP} visible ASCII characters.")
    return Asked(settings, address, cursor, key, dry_run, as_json, patience_s)


def _checked(draft: Draft, seen: Seen, said: Said, given: dict[str, Any]) -> Edit:
    """Return the edit. Raises :class:`click.UsageError` for what the model of edits does not take."""
    try:
        return draft(seen, said, **given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        raise click.UsageError(f"{where}: {message}" if where else message) from error
