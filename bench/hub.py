"""A hub under load, in a process of its own, each time against the least that could do the same on this machine."""

import itertools
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from statistics import median

from bench import ROOT
from bench.asking import fetch, processor_ns
from bench.figures import Figure, ratio
from bench.memory import pss_mib
from bench.replay import replayed
from bench.talk import Talk
from festival.clock import system_clock
from festival.pages.kinds import find
from festival.pages.site import pages
from festival.pages.things import session_code
from festival.programme import bundled, open_programme

HUBS = ROOT / "bench" / "hubs"
"""The programs that are measured, and those that ask them."""
FEW, MANY = 1_000, 10_000
ASKERS = 16
REQUESTS = 2_000
GZIP = "Accept-Encoding: gzip"
PHONE = f"{GZIP}|Accept: text/html|Accept-Language: "
TONGUES = ("en-GB,en;q=0.9,de;q=0.8", "de-DE,de;q=0.9,en;q=0.8")
SNAPSHOT = "/api/schedule"


def _hub(folder: Path, port: int = 0) -> Talk:
    return Talk(HUBS / "hub.py", folder, port)


def _waves(folder: Path, count: int, waves: int) -> tuple[list[float], list[float]]:
    """Return for each wave the seconds to the last of `count` followers: of bare sends, and of the hub."""
    with ExitStack() as stack:
        hub = stack.enter_context(_hub(folder))
        port, size = hub.hear()
        bare = stack.enter_context(Talk(HUBS / "sends.py", count, size))
        sides = []
        for server, at in ((bare, bare.hear()[0]), (hub, port)):
            crowd = stack.enter_context(Talk(HUBS / "crowd.py", at, count))
            crowd.hear()
            sides.append((server, crowd, list[float]()))
        for _, (server, crowd, taken) in itertools.product(range(waves), sides):
            crowd.say("change")
            (began,) = server.ask("change")
            (ended,) = crowd.hear()
            taken.append((ended - began) / 1e9)
        return sides[0][2], sides[1][2]


def _spread(folder: Path, count: int, waves: int, bound: float) -> Figure:
    bare, ours = _waves(folder, count, waves)
    return Figure(
        name=f"a change to the last of {count:,} followers",
        floor=f"{1000 * median(bare):.0f} ms bare sends",
        figure=f"{1000 * median(ours):.0f} ms",
        value=ratio(ours, bare),
        bound=bound,
    )


def _memory(folder: Path) -> Figure:
    with _hub(folder) as hub:
        port, _ = hub.hear()
        fetch(port)
        before = pss_mib(hub.pid)
        with Talk(HUBS / "crowd.py", port, MANY) as crowd:
            crowd.hear()
            after = pss_mib(hub.pid)
    return Figure(
        name=f"memory of an idle follower, {MANY:,} of them",
        floor=f"{before:.1f} MiB without any",
        figure=f"{after:.1f} MiB",
        value=(after - before) * 1024 / MANY,
        bound=12,
        unit="KiB",
    )


class _Pair:
    """The hub, and a bare ASGI app on the same server that answers as the hub has answered."""

    def __init__(
        self, stack: ExitStack, hub: Talk, port: int, folder: Path, headers: str, *paths: str
    ) -> None:
        kept = Path(tempfile.mkdtemp(dir=folder))
        for number, path in enumerate(paths):
            (kept / str(number)).write_bytes(fetch(port, headers, path))
        bare = stack.enter_context(Talk(HUBS / "answers.py", kept, *paths))
        self._sides = [
            (server, stack.enter_context(Talk(HUBS / "asker.py", at, ASKERS, headers, *paths)))
            for server, at in ((bare, bare.hear()[0]), (hub, port))
        ]
        sizes = [asker.hear() for _, asker in self._sides]
        assert sizes[0] == sizes[1], "the answers differ in length"

    def answers(self, which: int = 0) -> tuple[float, float]:
        """Return the nanoseconds of processor time of an answer for a path: of the bare app, and of the hub."""
        taken = []
        for server, asker in self._sides:
            began = processor_ns(server.pid)
            asker.ask(which, REQUESTS)
            taken.append((processor_ns(server.pid) - began) / REQUESTS)
        return taken[0], taken[1]


def _answer(name: str, found: Sequence[tuple[float, float]], least: float) -> Figure:
    """Return the figure of an answer that comes at least `least` times as often as that of a bare app."""
    bare, ours = zip(*found, strict=True)
    return Figure(
        name=f"processor time of an answer, {name}",
        floor=f"{median(bare) / 1000:.0f} us bare ASGI",
        figure=f"{median(ours) / 1000:.0f} us",
        value=ratio(ours, bare),
        bound=round(1 / least, 2),
    )


def _has(port: int, path: str, headers: str) -> str:
    """Return `headers` of one who has the answer for `path`."""
    etag = fetch(port, headers, path).partition(b"etag: ")[2].partition(b"\r\n")[0].decode()
    return f"{headers}|If-None-Match: {etag}"


def _answers(folder: Path, rounds: int) -> Iterator[Figure]:
    """Yield how the hub answers."""
    phone = f"{PHONE}{TONGUES[0]}"
    with ExitStack() as stack:
        hub = stack.enter_context(_hub(folder))
        port, _ = hub.hear()
        for name, path, headers, least in (
            ("gzip snapshots", SNAPSHOT, GZIP, 0.85),
            ("304", SNAPSHOT, _has(port, SNAPSHOT, GZIP), 0.85),
            ("304 of a page", "/", _has(port, "/", phone), 0.8),
        ):
            with ExitStack() as one:
                pair = _Pair(one, hub, port, folder, headers, path)
                yield _answer(name, [pair.answers() for _ in range(rounds)], least)
        yield _pages(stack, hub, port, folder, rounds)


def _pages(stack: ExitStack, hub: Talk, port: int, folder: Path, rounds: int) -> Figure:
    """Return the figure of the page that is the dearest beside its own floor; in each round each is asked for in turn."""
    paths = _a_page_of_each_kind(folder)
    pairs = {
        tongue: _Pair(stack, hub, port, folder, f"{PHONE}{tongue}", *paths.values()) for tongue in TONGUES
    }
    found: dict[str, list[tuple[float, float]]] = {}
    for _, (tongue, pair), (which, kind) in itertools.product(range(rounds), pairs.items(), enumerate(paths)):
        found.setdefault(f"{kind} in {tongue[:2]}", []).append(pair.answers(which))
    values = {name: _answer(name, one, 0.8) for name, one in found.items()}
    dearest = max(values, key=lambda name: values[name].value)
    half = median(one.value for one in values.values())
    return replace(
        values[dearest],
        name=f"processor time of an answer, gzip pages: {dearest}, the dearest of {len(found)} (half of them {half:.2f} x)",
    )


def _a_page_of_each_kind(folder: Path) -> Mapping[str, str]:
    """Return a path of each kind of page: the first of many, a search that finds something, and ten picks."""
    programme = open_programme(bundled(), folder)
    found: dict[str, str] = {}
    for path in pages(programme):
        if (asked := find(path)) is not None:
            found.setdefault(asked.kind.name, path)
    picks = "".join(session_code(one) for one in programme.sessions[:10])
    return found | {"search": "/Q?q=musik", "picks": f"/A/{picks}"}


def _again(folder: Path) -> Figure:
    """Return how long 1,000 followers are without a hub that is killed and started again at once."""
    with ExitStack() as stack:
        with _hub(folder) as hub:
            port, _ = hub.hear()
            crowd = stack.enter_context(Talk(HUBS / "crowd.py", port, FEW))
            crowd.hear()
        again = stack.enter_context(_hub(folder, port))
        again.hear()
        (began,) = again.ask("now")
        (ended,) = crowd.ask(port)
    return Figure(
        name=f"{FEW:,} followers come back to a hub that was started again, all at once",
        floor="",
        figure=f"{(ended - began) / 1e6:.0f} ms",
        value=(ended - began) / 1e6,
        unit="ms",
    )


def _posted(folder: Path, seconds: float) -> Figure:
    with _hub(folder) as hub:
        port, _ = hub.hear()
        with Talk(HUBS / "poster.py", port, folder / "tokens.json", ASKERS, seconds) as poster:
            (edits,) = poster.hear()
    return Figure(
        name=f"durable edits over HTTP, {ASKERS} writers",
        floor="",
        figure=f"{edits / seconds:,.0f}/s",
        value=1000 * seconds / edits,
        unit="ms",
    )


def measure(home: Path, rounds: int) -> Iterator[Figure]:
    """Yield the figures; `rounds` says how often each side of a comparison is measured."""
    folders = (Path(tempfile.mkdtemp(dir=home)) for _ in itertools.count())
    yield _spread(next(folders), FEW, 7 * rounds, 2.0)
    yield _spread(next(folders), MANY, 3 * rounds, 1.6)
    yield _memory(next(folders))
    yield from _answers(next(folders), 3 * rounds)
    followed, refetched, changes = replayed(system_clock())
    yield Figure(
        name=f"bytes of a day, {changes} changes",
        floor=f"{refetched / 1024:.0f} KiB as gzip snapshots",
        figure=f"{followed / 1024:.1f} KiB",
        value=followed / refetched,
        bound=1 / 40,
    )
    yield _posted(next(folders), 2.0)
    yield _again(next(folders))
