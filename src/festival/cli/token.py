"""``festival token``: who may edit."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, get_args

import click

from festival.cli.lines import Fact, Form, has_colour, write
from festival.cli.options import programme_options
from festival.cli.place import Place, place_options
from festival.clock import system_clock
from festival.hub.tokens import Token, TokenFile
from festival.programme import bundled, open_programme
from festival.schedule.access import Role
from festival.schedule.model import Schedule
from festival.settings import Settings, SettingsError, checked_base_url, checked_hub, moment

if TYPE_CHECKING:
    from festival.qr import Matrix


@click.group()
def token() -> None:
    """Make, list and revoke the tokens of a hub."""
    context = click.get_current_context()
    context.default_map = dict.fromkeys(token.commands, context.default_map)  # what stands before the command


@token.command()
@click.option(
    "--role",
    type=click.Choice(get_args(Role)),
    required=True,
    help="host: of one room. editor: everywhere. admin: adds sessions too. kiosk: only reports what it shows.",
)
@click.option("--room", metavar="ROOM", help="The room of a host.")
@click.option(
    "--until", metavar="TIME", help="It is valid before that time, e.g. 2022-05-28T02:00 (festival time)."
)
@click.option(
    "--label", metavar="TEXT", default="", help="Whose it is; organisers see it beside each change."
)
@click.option(
    "--qr", "as_qr", is_flag=True, help="Draw it as a QR code too, for a phone; needs --hub or --base-url."
)
@click.option(
    "--hub", "hub_url", metavar="URL", help="Where that phone reaches the hub; default: --base-url."
)
@programme_options
@place_options
def new(
    settings: Settings,
    at: str | None,
    role: Role,
    room: str | None,
    until: str | None,
    label: str,
    as_qr: bool,
    hub_url: str | None,
) -> None:
    """Make a token and print it, this once: the file keeps only a hash.

    Only the token itself goes to stdout.
    """
    del at  # tokens end by the real time
    reached = checked_base_url(hub_url) or settings.base_url
    if as_qr and reached is None:
        raise SettingsError("--qr needs the hub's address: give --hub or --base-url.")
    schedule = open_programme(settings.programme or bundled(), settings.cache_dir)
    now, file = system_clock(), _file(settings)
    text, made = file.make(
        role,
        now=now,
        room=_room(role, room, schedule),
        label=label,
        until=_end(until, schedule.festival.zone, now),
    )
    click.echo(
        f"The token {made.id} ({_scope(made)}{_ending(made, schedule.festival.zone)}) is in {file.path}. It is shown once:",
        err=True,
    )
    click.echo(text)
    if as_qr:
        from festival.qr import matrix

        # A fragment stays in the browser (RFC 9110, 7.1): no server and no proxy on the way logs it.
        _draw(matrix(f"{reached}/#token={text}", "M"))


@token.command("list")
@click.option("--json", "form", flag_value="json", help="A JSON list.")
@click.option("--plain", "form", flag_value="plain", help="One token a line, tabs between its parts.")
@place_options
def list_tokens(settings: Settings, form: Form | None) -> None:
    """List the tokens, without what opens anything."""
    zone = open_programme(settings.programme or bundled(), settings.cache_dir).festival.zone
    nothing = f"There is no token in {Place.of(settings).tokens}."
    write(_facts(_file(settings), zone), form or "human", nothing)


@token.command()
@click.argument("name", metavar="ID")
@click.option("--undo", is_flag=True, help="Put back what was changed with it today, as one change.")
@click.option("--since", metavar="TIME", help="With --undo: what was changed since then, instead of today.")
@click.option(
    "--yes", "is_sure", is_flag=True, help="With --undo: also what others of the same name changed."
)
@click.option("--hub", metavar="URL", help="With --undo: the hub that runs the day. Default: FESTIVAL_HUB.")
@place_options
def revoke(
    settings: Settings, name: str, undo: bool, since: str | None, is_sure: bool, hub: str | None
) -> None:
    """Make the token with that ID invalid at once, for running hubs too.

    With --undo, what its holder changed goes back as far as nobody changed it since, on every screen at once. That
    needs your own token in FESTIVAL_TOKEN (of an editor or an admin). The token is revoked even if nothing can be put
    back; then the exit code is that of festival edit.
    """
    file = _file(settings)
    token = next((one for one in file.all() if one.id == name), None)
    if token is None:
        raise SettingsError(f"There is no token {name!r}: festival token list shows them.")
    if (since or is_sure) and not undo:
        raise click.UsageError("--since and --yes go with --undo.")
    if not undo:
        _revoke(file, token)
        return
    from festival.cli.revoking import refuse_unless_alone, undo_day, undoing

    asked = undoing(replace(settings, hub=checked_hub(hub) or settings.hub), token)
    _revoke(file, token)
    refuse_unless_alone(token, file.all(), since, is_sure=is_sure)
    undo_day(asked, token, since)


def _revoke(file: TokenFile, token: Token) -> None:
    file.revoke(token.id)
    click.echo(f"The token {token.id} opens nothing any more.", err=True)


def _file(settings: Settings) -> TokenFile:
    return TokenFile(Place.of(settings).tokens)


def _room(role: Role, room: str | None, schedule: Schedule) -> str | None:
    if role != "host":
        if room is not None:
            raise SettingsError(f"--room is for hosts: the role {role} is bound to none.")
        return None
    rooms = ", ".join(one.id for one in schedule.rooms)
    if room is None:
        raise SettingsError(f"A host has a room. Give --room, one of: {rooms}.")
    if room not in schedule.room_by_id:
        raise SettingsError(f"There is no room {room!r} in the programme. There are: {rooms}.")
    return room


def _end(until: str | None, zone: tzinfo, now: datetime) -> datetime | None:
    if until is None:
        return None
    end = moment(until, zone)
    if end <= now:
        raise SettingsError(f"--until {until} has passed: the token would open nothing.")
    return end


def _scope(token: Token) -> str:
    return f"{token.role} of {token.room}" if token.room else token.role


def _ending(token: Token, zone: tzinfo) -> str:
    return f", until {_local(token.until, zone)}" if token.until else ""


def _local(instant: datetime, zone: tzinfo) -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"


def _facts(file: TokenFile, zone: tzinfo) -> Iterator[Fact]:
    now = system_clock()
    for one in file.all():
        has_ended = one.until is not None and now >= one.until
        yield Fact(
            (
                (one.id, "time"),
                (_scope(one), "title"),
                ("" if one.label == one.id else one.label, "title"),
                (f"made {_local(one.made, zone)}", "muted"),
                (
                    f"{'ended' if has_ended else 'until'} {_local(one.until, zone)}" if one.until else "",
                    "alert" if has_ended else "muted",
                ),
            ),
            {**one.model_dump(mode="json", exclude={"hash"}), "valid": not has_ended},
        )


def _draw(code: "Matrix") -> None:
    from festival.qr import ansi, plain_blocks

    click.echo(ansi(code) if has_colour(sys.stderr) else plain_blocks(code), nl=False, err=True)
