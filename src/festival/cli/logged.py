"""The whole log of a festival, from where it is kept or from a hub: for the report of a day."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from festival.cli.editing.failing import NotKnown, NotMade, sentence
from festival.cli.editing.looking import history, look_at
from festival.client.errors import HubUnreachable, Refused, WrongServer
from festival.clock import system_clock
from festival.schedule.changes import Change
from festival.schedule.model import Schedule
from festival.settings import Settings, SettingsError
from festival.store import name_of, read_log
from festival.store.contents import followed


@dataclass(frozen=True, slots=True)
class Logged:
    """The newest schedule, all changes that led to it (the oldest first), and the time (UTC)."""

    schedule: Schedule
    changes: Sequence[Change]
    now: datetime


def of_store(where: str) -> Logged:
    """Return the log `where`, every hash of which is checked; also while a hub uses it.

    Raises :class:`~festival.store.log.StoreError` if there is none, or it is damaged.
    """
    contents = asyncio.run(read_log(where))
    changes = [one.change for one in contents.records]
    return Logged(followed(contents, name_of(where)), changes, system_clock())


def of_hub(settings: Settings, hub: str) -> Logged:
    """Return the log of the hub at that address, whose clock counts.

    Raises :class:`~festival.settings.SettingsError` without an organiser's token, and a :class:`click.ClickException`
    when the hub does not answer (exit code 4) or does not let its holder in (1).
    """
    if settings.token is None:
        raise SettingsError("Set FESTIVAL_TOKEN to an organiser's token: who made a change is not public.")
    try:
        seen = look_at(settings, hub)
        found = asyncio.run(history(hub, settings.token, seen.cursor, until=1))
    except Refused as error:
        raise NotMade(sentence(error), as_json=False) from error
    except (HubUnreachable, WrongServer) as error:
        raise NotKnown(sentence(error), as_json=False) from error
    return Logged(seen.schedule, [found[revision] for revision in sorted(found)], seen.now)
