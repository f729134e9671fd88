"""``festival hub``: serves the programme live, and looks after its log."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from festival.cli.checking import check
from festival.cli.options import SPEED, programme_options
from festival.cli.place import Place, place_options, store_option
from festival.hub.options import STREAMS_PER_ADDRESS
from festival.settings import Settings
from festival.store import backup as write_backup
from festival.store import file_of, name_of
from festival.store import restore as write_restored


@click.group(invoke_without_command=True)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Where to listen; 0.0.0.0: on every address.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8022, show_default=True, help="0: any that is free."
)
@click.option(
    "--known-as",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="Another name it is reached by, besides that of --base-url.",
)
@click.option(
    "--proxy",
    "proxies",
    multiple=True,
    metavar="NETWORK",
    help="A proxy whose X-Forwarded-For is believed, e.g. 10.0.0.0/8.",
)
@click.option(
    "--behind-cache", is_flag=True, help="Let an HTTP cache answer for the programme, one second at a time."
)
@click.option(
    "--streams-per-address",
    type=click.IntRange(1),
    default=STREAMS_PER_ADDRESS,
    show_default=True,
    metavar="N",
    help="Screens without a token that may follow from one address, such as that of a wifi.",
)
@click.option("--speed", type=SPEED, metavar="N", help="With --at: the day runs N times as fast.")
@click.option("--beat", "beat_s", type=click.FloatRange(0.05, 30), default=5.0, hidden=True)
@programme_options
@place_options
def hub(
    settings: Settings,
    at: str | None,
    speed: float | None,
    behind_cache: bool,
    proxies: tuple[str, ...],
    **options: Any,
) -> None:
    """Serve the programme live: followers see each change, organisers with a token edit.

    On stdout it writes an admin token, at the first start alone, and its address when it answers; the rest goes to
    stderr. With --at its day is made up, and it says so to all who follow.
    """
    context = click.get_current_context()
    context.obj = settings
    if context.invoked_subcommand is None:
        from festival.cli.serve import BEHIND_CACHE, networks, serve

        cache_control = BEHIND_CACHE if behind_cache else "no-cache"
        serve(settings, at, speed, proxies=networks(proxies), cache_control=cache_control, **options)


def _chosen(settings: Settings, store: str | None) -> str:
    return Place.of(replace(settings, store=store or settings.store)).store


@hub.command()
@store_option
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
@click.pass_obj
def verify(settings: Settings, store: str | None, as_json: bool) -> None:
    """Check every hash and every snapshot of the log, also while a hub uses it.

    Exit code 0: all is as it was written. 3: it is damaged, the message says from which revision on. 1: there is no
    log, or it cannot be reached.
    """
    check(_chosen(settings, store), as_json=as_json)


@hub.command()
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE")
@store_option
@click.pass_obj
def backup(settings: Settings, target: Path, store: str | None) -> None:
    """Write the log to the new FILE, also while a hub uses it.

    The file is an SQLite log whatever the store is. It is read again and checked before it gets its name.
    """
    where = _chosen(settings, store)
    click.echo(f"Checking and copying the log {name_of(where)} ...", err=True)
    revision = asyncio.run(write_backup(where, target))
    click.echo(f"Written and checked: {target}, up to revision {revision}.", err=True)


@hub.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="FILE")
@store_option
@click.pass_obj
def restore(settings: Settings, source: Path, store: str | None) -> None:
    """Make the log from the backup FILE, as a new epoch.

    A log that is there is kept under another name. A hub with an SQLite log has to be stopped first; hubs on
    PostgreSQL go on with the restored log by themselves. Every follower then takes the whole programme anew, as it
    was when the backup was made; what was edited after that is not in it.
    """
    where = _chosen(settings, store)
    click.echo(f"Checking {source} ...", err=True)
    revision = asyncio.run(write_restored(source, where))
    kept = "a file" if file_of(where) else "a schema"
    click.echo(
        f"The log {name_of(where)} is now the one of the backup, up to revision {revision}, under a new epoch.\n"
        f"If there was another, it is kept as {kept} with 'before' in its name.\n"
        "Followers take the whole programme anew; edits made from what was on a screen before are refused once.",
        err=True,
    )
