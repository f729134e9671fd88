"""``festival desk``: the organisers' desk in this terminal."""

import asyncio
import gc
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import click

from festival.cli.options import hub_option, programme_options, theme_and_language
from festival.schedule.errors import FestivalError
from festival.settings import Settings, SettingsError, checked_token

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from festival.cli.following import Following
    from festival.cli.rehearsing import Rehearsing
    from festival.client.organising import Holder

_WITHIN_S: Final = 8.0


class NoDeskError(FestivalError):
    """This token, or this hub, has no desk: says why and what to do."""


@click.command()
@click.option("--room", metavar="ID", help="Begin with this room on the page Run.")
@theme_and_language
@programme_options
@hub_option
def desk(settings: Settings, at: str | None, room: str | None, **look: Any) -> None:
    """Run the day: every room at a glance, and each change by a key.

    It needs a hub (--hub or FESTIVAL_HUB) and a token of it for a stage host, an editor or an admin: FESTIVAL_TOKEN,
    else it is asked for. "festival token new --role editor", run beside the hub, makes one. To try the desk without
    any of that: "festival rehearse --desk".
    """
    hub = settings.hub
    if hub is None:
        raise SettingsError("The desk needs a hub: festival desk --hub URL, or set FESTIVAL_HUB.")
    from festival.cli.app import check_terminal

    check_terminal()
    if settings.token is None:
        asked = click.prompt("Token", hide_input=True, err=True)
        settings = replace(settings, token=checked_token(asked))
    sys.exit(run_desk(settings, hub, at, room=room, **look))


def run_desk(
    settings: Settings,
    hub: str,
    at: str | None,
    *,
    room: str | None = None,
    language: str | None = None,
    theme: str | None = None,
) -> int:
    """Run the desk at `hub` with the token of `settings` until it is left; return the exit code.

    Raises :class:`NoDeskError` for a token that has no desk, and for a hub that was never heard and does not answer.
    """
    from festival.cli.following import following
    from festival.programme import bundled

    found = following(settings, hub, settings.programme or bundled(), at)
    found.report = None
    holder = _introduced(settings, hub, is_known=found.start.origin != "programme")
    if room and room not in found.start.schedule.room_by_id:
        known = ", ".join(found.start.schedule.room_by_id)
        raise SettingsError(f"There is no room {room}: choose one of {known}.")

    async def where() -> tuple[str, str]:
        return hub, settings.token or ""

    look = {"room": room, "language": language, "theme": theme}
    return _open(settings, found, where, holder=holder, name=hub, **look)


def rehearse_desk(
    settings: Settings, rehearsing: "Rehearsing", *, language: str | None, theme: str | None
) -> int:
    """Run the desk beside what is played, until it is left; return the exit code."""
    from festival.cli.app import check_terminal

    check_terminal()
    return _open(settings, rehearsing, rehearsing.desk, name="", language=language, theme=theme)


def _introduced(settings: Settings, hub: str, *, is_known: bool) -> "Holder | None":
    """Return whose token it is; None if the hub does not answer, but was heard before (`is_known`)."""
    from festival.client.errors import HubUnreachable, Refused
    from festival.client.organising import Organiser

    try:
        holder = asyncio.run(Organiser(hub, settings.token or "", within_s=_WITHIN_S).who())
    except Refused as error:
        raise NoDeskError(
            f"The hub {hub} does not know this token: {str(error).rstrip('.')}. "
            "Make one beside the hub: festival token new --role editor --label NAME"
        ) from None
    except HubUnreachable as error:
        if is_known:
            return None
        raise NoDeskError(
            f"The hub {hub} does not answer ({error}): check the address and the network."
        ) from None
    if holder.role not in {"host", "editor", "admin"}:
        raise NoDeskError(
            f"This is the token of a {holder.role}, which cannot change anything: the desk needs one of a host, an editor or an admin."
        )
    if holder.role == "host" and holder.room is None:
        raise NoDeskError(
            "This token is a host's, but names no room: make one with festival token new --role host --room ID"
        )
    return holder


def _open(
    settings: Settings,
    source: "Following | Rehearsing",
    where: "Callable[[], Awaitable[tuple[str, str]]]",
    *,
    name: str,
    holder: "Holder | None" = None,
    room: str | None = None,
    language: str | None = None,
    theme: str | None = None,
) -> int:
    """Run the desk on what `source` gives, with the hub that `where` leads to; `name` is its address if it is known."""
    gc.disable()  # until the first frame, as in festival.cli.start
    from festival.cli.app import log_file
    from festival.cli.options import language_of_environment
    from festival.desk.app import HOME, DeskApp
    from festival.desk.hub import HubAt
    from festival.desk.notes import Notes
    from festival.desk.shelf import Shelf
    from festival.desk.state import Chosen, DeskState
    from festival.locale import locale_for
    from festival.tui.guard import CrashGuard, configure_logging
    from festival.tui.tidying import Tidying

    schedule = source.start.schedule
    state = DeskState(
        schedule=schedule,
        now=source.clock().replace(microsecond=0),
        locale=locale_for(
            language or language_of_environment(*schedule.festival.languages), schedule.festival.zone
        ),
        freshness=source.freshness,
        hub=name,
        holder=holder,
        chosen=Chosen(room=room or ""),
        theme=f"festival-{theme or 'night'}",
    )
    log = log_file(settings.state_dir)
    configure_logging(log)
    farewell = f"The desk met a fault; {f'see {log}' if log else 'it could not be logged'}."
    app = DeskApp(
        state,
        source.clock,
        HubAt(where),
        source.states,
        first="run" if room else HOME,
        shelf=Shelf(settings.state_dir / "batches"),
        notes=Notes(settings.state_dir / "notes"),
        tidying=Tidying(),
        guard=CrashGuard(farewell=farewell),
    )
    app.run()
    return app.return_code or 0
