"""Asking a hub for what its schedule has forgotten: sessions that were added, and taken back."""

import asyncio
from collections.abc import Mapping
from functools import partial

from pydantic import ValidationError

from festival.client.errors import HubUnreachable, WrongServer
from festival.client.fetching import fetch_changes
from festival.client.http import client_for
from festival.client.messages import Gone
from festival.client.threads import Aside
from festival.schedule.cursor import Cursor
from festival.schedule.model import Session
from festival.schedule.withdrawn import withdrawn_after


async def withdrawn(hub: str, newest: Cursor, *, within_s: float) -> tuple[Session, ...]:
    """Return, as cancelled ones, the sessions that its log had before `newest` and that are there no more.

    Raises :class:`HubUnreachable`, also after `within_s` seconds, and :class:`WrongServer` for a hub with another log.
    """
    found: Mapping[str, Session] = {}
    known, aside = 0, Aside("withdrawn")
    try:
        async with asyncio.timeout(within_s), await client_for(hub, connect_s=within_s) as client:
            while known < newest.revision:
                page = await fetch_changes(
                    client, Cursor(newest.epoch, known), aside=aside, within_s=within_s
                )
                if isinstance(page, Gone) or not page.changes:
                    raise WrongServer("the hub's log is another one by now")
                found = await aside(partial(withdrawn_after, found, page.changes))
                known = page.changes[-1].revision
    except TimeoutError:
        raise HubUnreachable("it takes too long to tell its changes") from None
    except ValidationError as error:
        raise WrongServer("this is no list of changes") from error
    finally:
        aside.close()
    return tuple(found.values())
