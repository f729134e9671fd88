"""Who may do what: every route times every role, every kind of edit times every role."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any, get_args

import pytest

from festival.hub.limits import Buckets, address_of
from festival.hub.routes import ROUTES, Route
from festival.hub.tokens import Token, TokenFile, TokensUnusable
from festival.schedule.access import EDITORS, POLICY, ROLES, Forbidden, refuse_unless_allowed
from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.edits import Edit, edit_from
from festival.schedule.model import Announcement, Schedule
from hub.rig import Served, programme, running
from schedule.examples import at

NOW = at("13:00")
WHO = ("nobody", "wrong", "expired", "revoked", *ROLES)


def clock() -> datetime:
    return NOW


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with running(tmp_path, clock=clock, token_clock=clock) as one:
        yield one


def token_of(served: Served, who: str) -> str | None:
    """Return the token that somebody of that sort shows, None without one."""
    tokens = served.tokens
    match who:
        case "nobody":
            return None
        case "wrong":
            return "fest_abcdefgh_" + "x" * 43
        case "expired":
            return tokens.make("admin", now=NOW, until=NOW - timedelta(seconds=1))[0]
        case "revoked":
            text, token = tokens.make("admin", now=NOW)
            assert tokens.revoke(token.id)
            return text
        case "host":
            return tokens.make("host", now=NOW, room="stage")[0]
        case _:
            return tokens.make(who, now=NOW)[0]  # type: ignore[arg-type]


def expected(route: Route, who: str) -> int | None:
    """Return 401 or 403, None if the request gets past the door."""
    if route.roles is None:
        looks_at_tokens = 401 in route.problems
        return 401 if looks_at_tokens and who in {"wrong", "expired", "revoked"} else None
    if who in ROLES:
        return None if who in route.roles else 403
    return 401


@pytest.mark.parametrize("who", WHO)
async def test_every_route_for_every_role(served: Served, who: str) -> None:
    token = token_of(served, who)
    headers = {"authorization": f"Bearer {token}"} if token else {}
    wrong = {}
    for route in ROUTES:
        if route.path == "/api/stream":
            stream = await served.stream(headers=headers)
            stream.close()
            status = stream.status
        else:
            status = (await served.http.request(route.method, route.path, headers=headers)).status_code
        wanted = expected(route, who)
        if not (status == wanted if wanted else status not in {401, 403}):
            wrong[route.method, route.path] = status
    assert wrong == {}


def refuse(token: Token, edit: Edit, schedule: Schedule, log: dict[int, Change]) -> None:
    refuse_unless_allowed(token.role, token.room, edit, schedule, log)


def host(room: str = "stage") -> Token:
    return Token(id="host", hash="0" * 64, role="host", room=room, made=NOW)


def editor(role: Any = "editor") -> Token:
    return Token(id="somebody", hash="0" * 64, role=role, made=NOW)


def day() -> Schedule:
    posted = [
        Announcement(id=name, severity="info", text={"und": "x"}, rooms=rooms, at=NOW, expires=at("20:00"))
        for name, rooms in (
            ("here", ("stage",)),
            ("there", ("hall",)),
            ("both", ("stage", "hall")),
            ("all", ()),
        )
    ]
    return programme().model_copy(update={"announcements": tuple(posted)})


def allowed(token: Token, **edit: Any) -> bool:
    try:
        refuse(token, edit_from(edit), day(), {})
    except Forbidden:
        return False
    return True


def test_the_table_names_every_kind_of_edit_and_every_role() -> None:
    kinds = {model.model_fields["kind"].default for model in get_args(get_args(Edit)[0])}
    assert set(POLICY) == kinds
    assert all(set(reach) == set(EDITORS) for reach in POLICY.values())


HERE_AND_THERE: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"kind": "delay_room", "room": "stage", "minutes": 5}, {"room": "hall"}),
    ({"kind": "delay_session", "session": "band", "minutes": 5}, {"session": "talk"}),
    ({"kind": "start_session", "session": "band"}, {"session": "talk"}),
    ({"kind": "end_session", "session": "band"}, {"session": "talk"}),
    ({"kind": "extend_session", "session": "band", "minutes": 5}, {"session": "talk"}),
    ({"kind": "set_session_state", "session": "band", "state": "full"}, {"session": "talk"}),
    ({"kind": "set_room_state", "room": "stage", "state": "full"}, {"room": "hall"}),
    (
        {"kind": "announce", "text": {"de": "x"}, "expires": at("18:00"), "rooms": ["stage"]},
        {"rooms": ["hall"]},
    ),
    ({"kind": "withdraw", "announcement": "here"}, {"announcement": "there"}),
]


@pytest.mark.parametrize(("here", "there"), HERE_AND_THERE, ids=lambda edit: edit.get("kind", ""))
def test_a_host_edits_the_own_room_and_no_other(here: dict[str, Any], there: dict[str, Any]) -> None:
    assert allowed(host(), **here)
    assert not allowed(host(), **{**here, **there})
    assert not allowed(host("hall"), **here)
    assert allowed(editor(), **{**here, **there})


@pytest.mark.parametrize(
    "edit",
    [
        {"kind": "announce", "text": {"de": "x"}, "expires": at("18:00")},
        {"kind": "announce", "text": {"de": "x"}, "expires": at("18:00"), "rooms": ["stage", "hall"]},
        {"kind": "withdraw", "announcement": "both"},
        {"kind": "withdraw", "announcement": "all"},
        {"kind": "withdraw", "announcement": "unknown"},
        {"kind": "delay_session", "session": "unknown", "minutes": 5},
        {"kind": "cancel_session", "session": "band"},
        {"kind": "move_session", "session": "band", "room": "stage"},
        {"kind": "swap_sessions", "first": "band", "second": "opening"},
        {"kind": "split_session", "session": "band", "at": at("15:30"), "resume": at("16:00")},
        {
            "kind": "batch",
            "name": "Plan B",
            "edits": [{"kind": "delay_session", "session": "band", "minutes": 5}],
        },
        {"kind": "set_station_state", "station": "solder", "state": "full"},
        {"kind": "correct_text", "thing": "room", "id": "stage", "field": "name", "text": {"de": "x"}},
        {"kind": "undo", "change": 1},
        {"kind": "undo_person", "person": "Ada"},
    ],
    ids=str,
)
def test_a_host_does_nothing_else(edit: dict[str, Any]) -> None:
    assert not allowed(host(), **edit)
    assert allowed(editor(), **edit)


def test_an_editor_replaces_sessions_and_only_an_admin_adds_some() -> None:
    band = programme().session_by_id["band"].model_dump()
    replaced = {"kind": "replace_session", "session": "band", "by": band}
    assert [allowed(token, **replaced) for token in (host(), editor(), editor("admin"))] == [
        False,
        True,
        True,
    ]
    added = {"kind": "add_session", "session": band}
    batch = {"kind": "batch", "name": "Plan B", "edits": [added]}
    assert [allowed(token, **batch) for token in (host(), editor(), editor("admin"))] == [False, False, True]
    assert [allowed(token, **added) for token in (host(), editor(), editor("admin"))] == [False, False, True]


@pytest.mark.parametrize(
    ("edit", "may"),
    [
        ({"kind": "delay_session", "session": "band", "minutes": 5}, True),
        ({"kind": "delay_session", "session": "talk", "minutes": 5}, False),
        ({"kind": "cancel_session", "session": "band"}, False),
        ({"kind": "withdraw", "announcement": "here"}, True),
        ({"kind": "withdraw", "announcement": "all"}, False),
    ],
    ids=str,
)
def test_a_host_undoes_only_what_a_host_may_do(edit: dict[str, Any], may: bool) -> None:
    before = day()
    change = apply(before, edit_from(edit), now=NOW, by="x")
    after = fold(before, [change])
    undo = edit_from({"kind": "undo", "change": 1})
    if may:
        refuse(host(), undo, after, {1: change})
    else:
        with pytest.raises(Forbidden):
            refuse(host(), undo, after, {1: change})


@pytest.mark.parametrize(
    ("edit", "may"),
    [
        ({"kind": "delay_session", "session": "band", "minutes": 5}, True),
        ({"kind": "cancel_session", "session": "band"}, False),
    ],
    ids=str,
)
def test_a_host_makes_nothing_anew_that_a_host_may_not_make(edit: dict[str, Any], may: bool) -> None:
    made = apply(day(), edit_from(edit), now=NOW, by="x")
    then = fold(day(), [made])
    back = edit_from({"kind": "undo", "change": 1, "earlier": True})
    undone = apply(then, back, now=NOW, by="x", log={1: made})
    after = fold(then, [undone])
    again = edit_from({"kind": "undo", "change": 2})
    refuse(editor(), again, after, {2: undone})
    if may:
        refuse(host(), again, after, {1: made, 2: undone})
        with pytest.raises(Forbidden):  # what it had put back is not at hand: it may have been anything
            refuse(host(), again, after, {2: undone})
    else:
        with pytest.raises(Forbidden):
            refuse(host(), again, after, {1: made, 2: undone})


def test_an_editor_undoes_nobody_who_did_what_an_editor_may_not() -> None:
    added = programme().session_by_id["band"].model_copy(update={"id": "extra"}).model_dump()
    change = apply(day(), edit_from({"kind": "add_session", "session": added}), now=NOW, by="Ada")
    undo = edit_from({"kind": "undo_person", "person": "Ada"})
    after = fold(day(), [change])
    refuse(editor("admin"), undo, after, {1: change})
    refuse(editor(), undo, after, {1: change.model_copy(update={"by": "Ben"})})
    with pytest.raises(Forbidden) as caught:
        refuse(editor(), undo, after, {1: change})
    assert str(caught.value) == "a token of the role editor does not allow undo_person: ask an admin"


async def test_a_host_of_another_room_is_refused_by_the_hub(served: Served) -> None:
    assert (await served.edit(served.token("host", "hall"))).status_code == 403
    assert (await served.edit(served.token("host", "stage"))).status_code == 201


async def test_two_tokens_are_none(served: Served) -> None:
    one = ("authorization", f"Bearer {served.token()}")
    answers = [await served.http.get("/metrics", headers=[one] * count) for count in (1, 2)]
    assert [answer.status_code for answer in answers] == [200, 401]


def test_a_token_is_shown_once_and_kept_as_a_hash(tmp_path: Path) -> None:
    path = tmp_path / "tokens.json"
    text, token = TokenFile(path).make("editor", now=NOW, label="Ada")
    prefix, name, secret = text.split("_", 2)
    assert (prefix, name, len(secret)) == ("fest", token.id, 43)
    assert secret not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    assert TokenFile(path).holder(text, NOW) == token


@pytest.mark.parametrize("spoil", [str.upper, lambda text: text[:-1], lambda text: text + "x", lambda _: ""])
def test_what_is_not_the_token_opens_nothing(tmp_path: Path, spoil: Any) -> None:
    tokens = TokenFile(tmp_path / "tokens.json")
    text, _ = tokens.make("editor", now=NOW)
    assert tokens.holder(spoil(text), NOW) is None


def test_a_token_ends_at_its_time(tmp_path: Path) -> None:
    tokens = TokenFile(tmp_path / "tokens.json")
    text, token = tokens.make("editor", now=NOW, until=NOW + timedelta(hours=1))
    assert tokens.holder(text, NOW + timedelta(minutes=59)) == token
    assert tokens.holder(text, NOW + timedelta(hours=1)) is None


def test_what_another_process_does_to_the_file_holds_at_once(tmp_path: Path) -> None:
    ours, other = (TokenFile(tmp_path / "tokens.json") for _ in range(2))
    assert ours.all() == ()
    text, token = other.make("editor", now=NOW)
    assert ours.holder(text, NOW) == token
    assert other.revoke(token.id)
    assert ours.holder(text, NOW) is None
    assert not other.revoke(token.id)


@pytest.mark.parametrize("content", ["", "{", '[{"id": "abcd"}]', "[1]", "\xff"])
def test_a_spoilt_file_is_no_empty_file(tmp_path: Path, content: str) -> None:
    path = tmp_path / "tokens.json"
    path.write_text(content, encoding="latin-1")
    path.chmod(0o600)
    with pytest.raises(TokensUnusable, match=r"tokens\.json"):
        TokenFile(path).all()


def test_a_file_that_others_may_write_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tokens.json"
    path.write_text("[]")
    path.chmod(0o666)
    with pytest.raises(TokensUnusable, match="chmod 600"):
        TokenFile(path).all()


async def test_a_spoilt_file_is_503_and_not_ready(served: Served) -> None:
    token = served.token()
    served.hub.options.tokens.write_text("{")
    assert (await served.edit(token)).status_code == 503
    assert (await served.http.get("/readyz")).json()["checks"]["tokens"] == "cannot be read"
    assert (await served.http.get("/api/schedule")).status_code == 200


def test_a_bucket_gives_back_with_time() -> None:
    now = [0.0]
    buckets = Buckets(2, 0.5, monotonic=lambda: now[0])
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 2]
    assert buckets.take("b") == 0
    now[0] = 1
    assert buckets.take("a") == 1
    now[0] = 2
    assert [buckets.take("a"), buckets.take("a")] == [0, 2]


def test_buckets_are_bounded() -> None:
    buckets = Buckets(1, 1, monotonic=lambda: 0.0, most=3)
    for key in "abcd":
        buckets.take(key)
    assert [buckets.take(key) for key in "dcba"] == [1, 1, 1, 0]


PROXIES = (ip_network("10.0.0.0/8"),)


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("192.0.2.1", [], "192.0.2.1"),
        ("192.0.2.1", ["198.51.100.1"], "192.0.2.1"),
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["203.0.113.9", "198.51.100.1", "10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["nonsense"], "unknown"),
        ("2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", [], "192.0.2.1"),
        ("", [], "unknown"),
    ],
)
def test_whom_an_address_names(peer: str, forwarded: list[str], found: str) -> None:
    assert address_of(peer, forwarded, PROXIES) == found
