"""``festival token revoke --undo``: a token's holder is shut out, and what was changed with it goes back."""

import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

import click

from festival.cli.editing.command import PATIENCE_S, Asked
from festival.cli.editing.failing import Conflicting, NotKnown
from festival.cli.editing.looking import log_for
from festival.cli.editing.making import run
from festival.cli.editing.seen import Seen
from festival.cli.editing.telling import Told
from festival.hub.tokens import Token
from festival.schedule.changes import Change, Kind, current
from festival.schedule.edits import UndoPerson
from festival.settings import Settings, SettingsError

_TRIES: Final = 5
"""How often others may change something of it first."""


def undoing(settings: Settings, token: Token) -> Asked:
    """Return how the edits of the holder of `token` are to be undone, before it is revoked.

    Raises :class:`SettingsError` if that could not be: no hub, nobody to undo it, or only the holder.
    """
    if settings.hub is None:
        raise SettingsError("--undo needs the hub that runs the day: give --hub or set FESTIVAL_HUB.")
    if settings.token is None:
        raise SettingsError("--undo needs you: set FESTIVAL_TOKEN to the token of an editor or an admin.")
    if settings.token.startswith(f"fest_{token.id}_"):
        raise SettingsError("FESTIVAL_TOKEN is the token to be revoked: set it to another one's.")
    return Asked(
        settings, settings.hub, based_on=None, key=None, is_dry=False, as_json=False, patience_s=PATIENCE_S
    )


def refuse_unless_alone(token: Token, others: Iterable[Token], since: str | None, *, is_sure: bool) -> None:
    """Raise :class:`SettingsError` if one of the `others` bears the name of `token`, unless somebody `is_sure` or says so now.

    A change holds the name and no more: what the others changed would go back too.
    """
    same = [one.id for one in others if one.name == token.name]
    if not same or is_sure:
        return
    whose = (
        f"{'The token' if len(same) == 1 else 'The tokens'} {', '.join(same)} bear{'s' * (len(same) == 1)}"
    )
    told = f"{whose} the name {token.name} as well: what was changed with {'it' if len(same) == 1 else 'them'} would go back too."
    click.echo(told, err=True)
    if sys.stdin.isatty() and click.confirm("Undo it all?", err=True):
        return
    raise SettingsError(f"Nothing was undone. If it is to be: {_by_hand(token, since)}")


def _by_hand(token: Token, since: str | None) -> str:
    """Return the command that undoes the same, once the token is gone."""
    begin = f" --since {shlex.quote(since)}" if since else ""
    return f"festival edit undo --person {shlex.quote(token.name)}{begin} --earlier"


def undo_day(asked: Asked, token: Token, since: str | None) -> None:
    """Put back what the holder of `token` changed today, or since the festival time `since`; tell what, and what stays.

    Raises a :class:`click.ClickException`.
    """
    drafts: list[tuple[Seen, UndoPerson]] = []

    def drafted(seen: Seen) -> UndoPerson:
        begin = seen.instant(since) if since else _today(seen)
        # That something starts earlier than the holder said is what is wanted.
        edit = UndoPerson(person=token.name, since=begin, earlier=True)
        drafts.append((seen, edit))
        return edit

    try:
        _run_until_nobody_was_quicker(asked, drafted)
    except (Conflicting, NotKnown):
        click.echo(f"To undo it when the hub answers: {_by_hand(token, since)}", err=True)
        raise
    seen, edit = drafts[-1]
    for line in _staying(seen, edit, log_for(asked, seen.cursor, edit)):
        click.echo(line, err=True)


def _run_until_nobody_was_quicker(asked: Asked, drafted: Callable[[Seen], UndoPerson]) -> None:
    """Make the edit on what is newest, anew after a conflict: what others changed since stays in any case."""
    for _ in range(_TRIES - 1):
        try:
            return run(asked, drafted)
        except Conflicting:
            continue
    return run(asked, drafted)


def _today(seen: Seen) -> datetime | None:
    """Return when the work on the festival's day began, which may be long before the doors open; None before the first."""
    festival = seen.schedule.festival
    day = festival.day_of_work(seen.now)
    return festival.begin_of_work(day) if day else None


def _staying(seen: Seen, edit: UndoPerson, log: Mapping[int, Change]) -> Iterator[str]:
    """Yield what of the person's things others changed afterwards: that stays as they said it."""
    told, touched = Told(seen.schedule), dict[tuple[Kind, str], None]()
    for revision in sorted(log):
        change = log[revision]
        things = [(one.kind, one.id) for one in change.touches]
        if change.by == edit.person:
            touched |= dict.fromkeys(things if edit.since is None or change.at >= edit.since else ())
            continue
        for kind, name in things:
            if (kind, name) in touched:
                thing = current(seen.schedule, kind, name)
                called = told.name(thing) if thing else name
                yield f"Stays: what {change.by} changed of it since, {called} (revision {revision}, {change.kind})."
