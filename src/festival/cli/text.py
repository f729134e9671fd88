"""The commands that need no screen: now, agenda, stations, search, check, completion."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from festival.cli.choosing import chosen
from festival.cli.facts import Facts
from festival.cli.lines import Form, has_colour, write
from festival.cli.newest import newest
from festival.cli.options import hub_option, language_of_environment, programme_options
from festival.locale import LANGUAGES, locale_for
from festival.programme import bundled
from festival.schedule.timeline import is_open
from festival.settings import Settings, SettingsError


def form_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how facts are written."""
    for option in (
        click.option("--language", "-l", type=click.Choice(list(LANGUAGES)), help="Language of the answer."),
        click.option("--json", "form", flag_value="json", help="A JSON list."),
        click.option("--plain", "form", flag_value="plain", help="One fact a line, tabs between its parts."),
    ):
        command = option(command)
    return command


def facts_for(settings: Settings, at: str | None, language: str | None) -> Facts:
    """Return the facts of the programme, or of what the hub has, at the time that the app would show."""
    seen = newest(settings, at)
    festival = seen.schedule.festival
    tag = language or language_of_environment(*festival.languages)
    return Facts(seen.schedule, seen.now, locale_for(tag, festival.zone))


@click.command()
@form_options
@programme_options
@hub_option
def now(settings: Settings, at: str | None, form: Form | None, language: str | None) -> None:
    """Say what is on now in every place, and what starts within the hour."""
    facts = facts_for(settings, at, language)
    write(facts.now_facts(), form or "human", facts.locale.t("Nothing is on now."))


@click.command()
@click.option("--day", metavar="DATE", help="Only this day, e.g. 2022-05-27.")
@click.option("--room", metavar="ID", help="Only this place.")
@click.option("--track", metavar="ID", help="Only this line of the programme.")
@form_options
@programme_options
@hub_option
def agenda(
    settings: Settings,
    at: str | None,
    form: Form | None,
    language: str | None,
    day: str | None,
    room: str | None,
    track: str | None,
) -> None:
    """List the programme in order of time."""
    facts = facts_for(settings, at, language)
    schedule = facts.schedule
    found = chosen(schedule, day=day, room=room, track=track)
    write(
        (facts.session(one, with_day=len(schedule.festival.days) > 1 and not day) for one in found),
        form or "human",
        facts.locale.t("Nothing matches."),
    )


@click.command()
@click.option("--open", "only_open", is_flag=True, help="Only those that are open now.")
@form_options
@programme_options
@hub_option
def stations(
    settings: Settings, at: str | None, form: Form | None, language: str | None, only_open: bool
) -> None:
    """List the hands-on stations, the open ones first."""
    facts = facts_for(settings, at, language)
    found = sorted(facts.schedule.stations, key=lambda one: not is_open(one, facts.now))
    if only_open:
        found = [one for one in found if is_open(one, facts.now)]
    write(map(facts.station, found), form or "human", facts.locale.t("No station is open now."))


@click.command()
@click.argument("text", nargs=-1, required=True)
@form_options
@programme_options
@hub_option
def search(
    settings: Settings, at: str | None, form: Form | None, language: str | None, text: tuple[str, ...]
) -> None:
    """Find sessions, stations, projects, people and places; accents and case do not matter."""
    from festival.schedule.search import SearchIndex

    facts = facts_for(settings, at, language)
    index = SearchIndex(facts.schedule)
    while index.read_on():
        pass
    query = " ".join(text)
    hits = index.search(query, facts.now)
    nothing = facts.locale.t("Nothing found.")
    if form is None:
        nothing += " " + facts.locale.t("Perhaps one of these?")
    write((facts.thing(hit.kind, hit.id) for hit in hits), form or "human", nothing)
    if not hits and form is None:
        write(
            (facts.thing(one.hit.kind, one.hit.id) for one in index.suggestions(query, facts.now)),
            "human",
            "",
        )


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
def check(folder: Path | None) -> None:
    """Check programme files: every error with file, line and key. FOLDER: default the bundled programme."""
    from festival.programme import check as check_folder
    from festival.programme import format_report

    report = check_folder(folder or Settings.from_environment().programme or bundled())
    click.echo(format_report(report, color=has_colour()))
    click.get_current_context().exit(report.exit_code)


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the lines that make SHELL complete festival's commands and options.

    For bash: festival completion bash > ~/.local/share/bash-completion/completions/festival
    """
    from click.shell_completion import get_completion_class

    from festival.cli.main import main

    kind = get_completion_class(shell)
    if kind is None:  # click knows all three
        raise SettingsError(f"There is no completion for {shell}.")
    click.echo(kind(main, {}, "festival", "_FESTIVAL_COMPLETE").source())
