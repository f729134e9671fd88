"""What ``festival edit`` says, where it says it, and with which exit code it ends."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import click
import pytest

from cli.editing import Desk, desk, festival
from festival.cli.edit import edit
from hub.memory_store import MemoryStore

LATER = ("delay", "band", "+5")


@pytest.fixture
async def ada(tmp_path: Path) -> AsyncIterator[Desk]:
    async with desk(tmp_path) as one:
        yield one


async def test_the_cursor_is_on_stdout_and_what_changed_on_stderr(ada: Desk) -> None:
    done = await ada.type("delay", "stage", "+15", "--from", "band", "--reason", "en=Rain")
    assert (done.code, done.out) == (0, f"{ada.cursor}\n")
    assert done.err.splitlines() == [
        "stage: +15 min from band on – Rain",
        "  band  15:00–16:00  →  15:15–16:15",
        "Made at Fri 2022-05-27 14:20 CEST: revision 1.",
    ]


async def test_json_is_the_cursor_and_the_change(ada: Desk) -> None:
    done = await ada.type(*LATER, "--json")
    change = await ada.newest_change()
    assert json.loads(done.out) == {
        "cursor": str(ada.cursor),
        "change": change.model_dump(mode="json", exclude_defaults=True),
    }


async def test_a_dry_run_shows_conflicts_and_places_and_sends_nothing(ada: Desk) -> None:
    before = ada.cursor
    done = await ada.type("move", "talk", "--to", "stage", "--dry-run")
    assert (done.code, ada.cursor) == (0, before)
    assert done.out.splitlines() == [
        "hall: talk: moved to stage",
        "  talk  14:00–15:00, hall  →  14:00–15:00, stage",
        "New conflict: session talk starts 60 minutes before session opening ends, both in room stage: change a time or a room.",
        "Screens: those at hall, stage tell of it as theirs.",
    ]
    assert done.err == "Nothing was sent. So it would be if you made it now, Fri 2022-05-27 14:20 CEST.\n"


async def test_a_dry_run_needs_no_token_and_gives_the_edit_as_data(ada: Desk) -> None:
    done = await ada.type(*LATER, "--dry-run", "--json", FESTIVAL_TOKEN="")
    found = json.loads(done.out)
    assert found["edit"] == {"kind": "delay_session", "session": "band", "minutes": 5}
    assert (found["dry_run"], found["based_on"]) == (True, str(ada.cursor))
    assert [one["id"] for one in found["change"]["touches"]] == ["band"]
    made = await ada.post(found["edit"])
    assert made.model_dump(mode="json", exclude_defaults=True)["touches"] == found["change"]["touches"]


async def test_a_dry_run_is_refused_like_the_edit_that_its_token_may_not_make(tmp_path: Path) -> None:
    async with desk(tmp_path, "host", "Uwe") as host:
        for typed in (("cancel", "band"), ("delay", "stage", "+5")):
            tried, made = await host.type(*typed, "--dry-run"), await host.type(*typed)
            assert (tried.code, tried.out, tried.err) == (1, "", made.err)
            assert tried.err.startswith("Error: a token of the role host does not allow")
        assert (await host.type("delay", "talk", "+5", "--dry-run")).code == 0


async def test_a_dry_run_with_a_token_that_is_none_says_so(ada: Desk) -> None:
    done = await ada.type(*LATER, "--dry-run", "--json", FESTIVAL_TOKEN="fest_nobody")
    assert (done.code, json.loads(done.out)["error"]["status"]) == (1, 401)


@pytest.mark.parametrize("arguments", [("--change", "2"), ("--person", "Ada")])
async def test_a_dry_run_of_an_undo_knows_the_changes_before(ada: Desk, arguments: tuple[str, ...]) -> None:
    await ada.prepare([{"kind": "cancel_session", "session": one} for one in ("band", "choir")])
    done = await ada.type("undo", *arguments, "--dry-run")
    assert done.code == 0, done.err
    assert "  choir  16:30–17:00, cancelled  →  16:30–17:00, takes place" in done.out.splitlines()
    assert ada.cursor.revision == 2


async def test_a_refusal_says_why(ada: Desk) -> None:
    done = await ada.type("reopen", "band")
    assert (done.code, done.out) == (1, "")
    assert done.err == "Error: session band is not cancelled: nothing to reopen.\n"


async def test_who_may_not_is_refused(tmp_path: Path) -> None:
    async with desk(tmp_path, "host") as hall:
        done = await hall.type(*LATER)
        assert (done.code, "a token of the role host does not allow delay_session" in done.err) == (1, True)
        assert (await hall.type("delay", "panel", "+5")).code == 0
        wrong = await hall.type(*LATER, FESTIVAL_TOKEN="fest_aaaaaaaa_bbb")
        assert (wrong.code, "not valid" in wrong.err) == (1, True)


USAGE = [
    (("delay", "nobody", "+5"), "There is no room or session 'nobody'."),
    (("delay", "ban", "+5", "--from", "now"), "--from is for rooms"),
    (("delay", "band", "soon"), "'soon' is not a length like +15, -5, 15m or 1h."),
    (("delay", "band", "25h"), "'25h' is more than a day"),
    (("delay", "stage", "+5", "--from", "99:99"), "there is no time 99:99"),
    (("move", "band"), "Give --to, --at, or both."),
    (("move", "band", "--at", "teatime"), "'teatime' is not a time"),
    (("state", "band", "closed"), "its state is one of open, few, full, unknown"),
    (("state", "band", "full", "--wait", "5"), "--until and --wait are for rooms and stations"),
    (("announce", "--until", "18:00"), "What is to be said?"),
    (("announce", "de=Hallo"), "Missing option '--until'"),
    (("announce", "de=a", "de=b", "--until", "18:00"), "two texts in de"),
    (("announce", "de=" + "x" * 201, "--until", "18:00"), "201 characters, at most 200"),
    (("cancel", "band", "--reason", "de=a", "--reason", "de=b"), "two texts in de"),
    (("undo",), "Give --change or --person."),
    (("undo", "--change", "1", "--person", "Ada"), "Give --change or --person."),
    (("add", "tea", "--title", "Tea"), "What is new needs --room, --at, --track, --form too."),
    (("add", "TEA", "--title", "Tea", "--room", "hall", "--at", "17:00", "--minutes", "30", "--track", "music", "--form", "talk"), "id: String should match pattern"),
    (("swap", "band", "band"), "give two different sessions"),
    (("split", "opening", "--at", "14:40", "--resume", "14:30"), "the second part cannot start before"),
    ((*LATER, "--based-on", "seven"), "'seven' is not a cursor"),
    ((*LATER, "--key", "two words"), "A key is 1 to 128 visible ASCII characters."),
    ((*LATER, "--hub", "hub"), "is not an address"),
    ((*LATER, "--frum", "now"), "No such option"),
]  # fmt: skip


async def test_what_cannot_be_understood_ends_with_2(ada: Desk) -> None:
    done = [await ada.type_here(*typed) for typed, _ in USAGE]
    assert [(one.code, one.out) for one in done] == [(2, "")] * len(USAGE)
    for one, (_, words) in zip(done, USAGE, strict=True):
        assert words in " ".join(one.err.split())
    assert ada.cursor.revision == 0


async def test_without_hub_or_token_it_says_what_is_missing(ada: Desk) -> None:
    no_hub, no_token = await asyncio.gather(
        ada.type(*LATER, FESTIVAL_HUB=""), ada.type(*LATER, FESTIVAL_TOKEN="")
    )
    assert (no_hub.code, "Give --hub or set FESTIVAL_HUB." in no_hub.err) == (2, True)
    assert (no_token.code, "Set FESTIVAL_TOKEN" in no_token.err) == (2, True)
    above = await festival(ada.folder, "--hub", ada.url, "edit", *LATER, FESTIVAL_TOKEN=ada.token)
    assert above.code == 0


async def test_a_conflict_shows_both_and_how_to_go_on(ada: Desk) -> None:
    seen = ada.cursor
    await ada.post({"kind": "delay_session", "session": "band", "minutes": 10})
    done = await ada.type(*LATER, "--based-on", str(seen))
    assert (done.code, done.out) == (3, "")
    assert done.err.splitlines() == [
        "Error: session band was changed by Ada in revision 1 (delay_session): look at it again, then repeat the edit.",
        "It is now: 15:10–16:10",
        "Yours would make it: 15:15–16:15",
        f"To make it all the same: the same command with --based-on {ada.cursor}",
    ]
    as_json = json.loads((await ada.type(*LATER, "--based-on", str(seen), "--json")).out)["error"]
    assert (as_json["kind"], as_json["thing"], as_json["cursor"]) == ("conflict", "band", str(ada.cursor))
    assert as_json["told"] == {"now": "15:10–16:10", "yours": "15:15–16:15"}
    assert (await ada.type(*LATER, "--based-on", str(ada.cursor))).code == 0


async def test_an_edit_of_something_else_from_an_old_place_is_made(ada: Desk) -> None:
    seen = ada.cursor
    await ada.post({"kind": "delay_session", "session": "band", "minutes": 10})
    assert (await ada.type("cancel", "panel", "--based-on", str(seen))).code == 0


async def test_an_undo_that_comes_too_late_is_a_conflict(ada: Desk) -> None:
    await ada.prepare([{"kind": "delay_session", "session": "band", "minutes": 5}] * 2)
    for dry in ((), ("--dry-run",)):
        done = await ada.type("undo", "--change", "1", *dry)
        assert (done.code, done.err) == (
            3,
            "Error: session band was changed again after revision 1: undo that first.\n",
        )


async def test_what_would_be_earlier_has_to_be_confirmed(ada: Desk) -> None:
    done = await ada.type("move", "band", "--at", "14:30")
    dry = await ada.type("move", "band", "--at", "14:30", "--dry-run")
    assert (done.code, dry.code, done.err) == (5, 5, dry.err)
    assert done.err.splitlines()[1:] == [
        "If that is meant, and people know: the same command with --earlier."
    ]
    as_json = await ada.type("move", "band", "--at", "14:30", "--json")
    assert json.loads(as_json.out)["error"]["sessions"] == ["band"]
    assert (await ada.type("move", "band", "--at", "14:30", "--earlier")).code == 0


async def test_a_hub_that_is_away_ends_with_4_and_nothing_was_sent(tmp_path: Path) -> None:
    done = await festival(
        tmp_path, "edit", *LATER, FESTIVAL_HUB="http://127.0.0.1:9", FESTIVAL_TOKEN="fest_a_b"
    )
    assert (done.code, done.out) == (4, "")
    assert done.err == "Error: The hub at http://127.0.0.1:9 does not answer, or is none. Nothing was sent.\n"


async def test_what_is_not_known_can_be_repeated_with_its_key_and_is_made_once(tmp_path: Path) -> None:
    store = MemoryStore()
    async with desk(tmp_path, store=store) as ada:
        start = ada.cursor
        store.gate.clear()
        done = await ada.type(*LATER, "--patience", "1")
        assert (done.code, done.out) == (4, "")
        first, way_out = done.err.splitlines()
        assert first.startswith("Error: it is not known whether the edit was made")
        before, _, options = way_out.partition(": ")
        assert before == "Repeat the same command with"
        assert options.split()[::2] == ["--key", "--based-on"]
        assert options.split()[3] == str(start)
        store.gate.set()
        again = await ada.type(*LATER, *options.split())
        assert (again.code, again.out) == (0, f"{start.epoch}-1\n")
        twice = await ada.type(*LATER, *options.split())
        assert (twice.code, twice.out) == (0, f"{start.epoch}-1\n")
        assert twice.err == "It was made before, at Fri 2022-05-27 14:20 CEST: revision 1.\n"
        assert ada.cursor.revision == 1


HOSTILE = [
    "\x1b]0;owned\x07",
    "[red]x[/]",
    "../../etc/passwd",
    "x" * 5_000,
    "\u202ebrass",
    "--",
    "%s{0}",
    "session:",
]


@pytest.mark.parametrize("kind", ["cancel", "withdraw", "delay"])
async def test_no_name_makes_more_than_a_sentence(ada: Desk, kind: str) -> None:
    more = ("5",) if kind == "delay" else ()
    done = [await ada.type_here(kind, "--", name, *more) for name in HOSTILE]
    assert [one.code for one in done] == [2] * len(HOSTILE)
    for one in done:
        assert [char for char in one.err if not (char.isprintable() or char == "\n")] == []
        assert "Traceback" not in one.err
        assert len(one.err) < 1_000


async def test_hostile_texts_arrive_clean_and_are_told_as_they_are(ada: Desk) -> None:
    done = await ada.type(
        "announce", "de=\x1b[2J[b]=Sturm[/b]\u202e\r\nheute", "--until", "18:00", "--id", "storm"
    )
    assert done.code == 0, done.err
    text = "[2J[b]=Sturm[/b] heute"
    assert ada.served.hub.publisher.schedule.announcements[0].text == {"de": text}
    assert f"“{text}”" in done.err
    assert "\x1b" not in done.err


async def test_a_batch_that_is_wrong_is_told_by_file_line_and_key(ada: Desk, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'name = "B"\nwhy = 1\n[[edit]]\nkind = "cancel_session"\nsession = "bend"\n[[edit]]\nkind = "undo"\n'
    )
    done = await ada.type("batch", str(plan), "--check")
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines() == [
        f"Error: 3 errors in the batch {plan}:",
        "  plan.toml:2: batch.why: unknown key",
        "  plan.toml:5: edit[0].session: unknown session 'bend'; did you mean 'band'?",
        "  plan.toml:7: edit[1].kind: 'undo' is no kind of edit",
    ]


async def test_a_batch_is_made_whole_or_not_at_all(ada: Desk, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    edits: list[dict[str, Any]] = [
        {"kind": "cancel_session", "session": "band"},
        {"kind": "reopen_session", "session": "choir"},
    ]
    tables = "".join(
        "[[edit]]\n" + "".join(f'{key} = "{value}"\n' for key, value in one.items()) for one in edits
    )
    plan.write_text(f'name = "B"\n{tables}')
    check, done = await asyncio.gather(ada.type("batch", str(plan), "--check"), ada.type("batch", str(plan)))
    assert (check.code, done.code, ada.cursor.revision) == (1, 1, 0)
    assert done.err == (
        "Error: edit 2 of B (reopen_session): session choir is not cancelled: nothing to reopen.\n"
    )
    assert check.err == done.err


async def test_a_template_says_what_and_how_urgent_in_both_languages(ada: Desk) -> None:
    done = await ada.type("announce", "--template", "evacuation", "en=Please leave now.", "--until", "15:00")
    assert done.code == 0, done.err
    made = ada.served.hub.publisher.schedule.announcements[0]
    assert (made.severity, made.text["en"], sorted(made.text)) == (
        "urgent",
        "Please leave now.",
        ["de", "en"],
    )


async def test_help_has_examples_and_exit_codes(tmp_path: Path) -> None:
    done = await festival(tmp_path, "edit", "delay", "--help")
    lines = [line.strip() for line in done.out.splitlines()]
    assert lines[lines.index("Examples:") + 3] == "festival edit delay u-quiz -5"
    assert [line.split()[0] for line in lines[lines.index("Exit codes:") + 1 :]] == list("012345")


def test_each_kind_has_examples_of_its_own() -> None:
    context = click.Context(edit)
    commands = {name: edit.get_command(context, name) for name in edit.list_commands(context)}
    for name, command in commands.items():
        assert command is not None
        lines = [line.strip() for line in command.get_help(context).splitlines()]
        examples = [line for line in lines if line.startswith("festival edit ")]
        assert [line for line in examples if not line.startswith(f"festival edit {name} ")] == []
