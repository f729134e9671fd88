"""``festival edit announce|withdraw``: what is said on every screen."""

from collections.abc import Iterable
from typing import Any, Final, cast, get_args

import click

from festival.cli.editing.command import edit_command
from festival.cli.editing.completing import names, templates
from festival.cli.editing.seen import Said, Seen
from festival.cli.editing.words import line_of, local_text
from festival.schedule import edits
from festival.schedule.edits import Edit
from festival.schedule.model import UNDETERMINED, Severity
from festival.schedule.templates import TEMPLATES

_LEVELS: Final = get_args(Severity)


@edit_command(
    "announce",
    examples="""
    festival edit announce de="Gewitter" en="Storm" --level urgent --until 17:15
    festival edit announce --template rain --until 17:15 --room u-stage
    """,
)
@click.argument("text", nargs=-1, type=line_of, metavar="[LANG=TEXT]...")
@click.option("--until", metavar="TIME", required=True, help="When it goes off the screens.")
@click.option(
    "--level", type=click.Choice(_LEVELS), help="info, warning, urgent; default: info, or the template's."
)
@click.option(
    "--room",
    "rooms",
    shell_complete=names("room"),
    multiple=True,
    metavar="ROOM",
    help="Only there; may be repeated.",
)
@click.option(
    "--template",
    type=click.Choice(list(TEMPLATES)),
    shell_complete=templates,
    help="A text that is at hand; yours replace its languages.",
)
@click.option("--id", "name", metavar="ID", help="To withdraw it by; default: made from the revision.")
def announce(
    seen: Seen,
    said: Said,
    text: tuple[tuple[str, str], ...],
    until: str,
    level: str | None,
    rooms: tuple[str, ...],
    template: str | None,
    name: str | None,
) -> Edit:
    """Show a text on every screen until it expires.

    With --room it is only on those of that room.
    """
    ready = TEMPLATES[template] if template else None
    texts = {**(ready.text if ready else {}), **local_text(text)}
    if not texts:
        raise click.UsageError('What is to be said? Give de="..." en="...", or --template.')
    _warn_of_languages(texts, seen.schedule.festival.languages)
    return edits.Announce(
        id=name,
        level=cast("Any", level or (ready.level if ready else "info")),
        text=texts,
        rooms=tuple(dict.fromkeys(seen.room(one) for one in rooms)),
        expires=seen.instant(until),
        **said,
    )


def _warn_of_languages(texts: dict[str, str], languages: Iterable[str]) -> None:
    missing = [tag for tag in languages if not texts.get(tag)]
    if missing and UNDETERMINED not in texts:
        click.echo(
            f"There is no text in {' and '.join(missing)}: people see it in another language.", err=True
        )


@edit_command("withdraw")
@click.argument("announcement", shell_complete=names("announcement"))
def withdraw(seen: Seen, said: Said, announcement: str) -> Edit:
    """Take an announcement off the screens.

    If it was a warning, the reason is shown in its place for a quarter of an hour.
    """
    return edits.Withdraw(announcement=seen.thing(announcement, "announcement").id, **said)
