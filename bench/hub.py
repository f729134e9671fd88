"""A hub under load, in a process of its own, each time against the least that could do the same on this machine."""

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench import ROOT
from bench.asking import fetch, processor_ns
from bench.figures import Figure, ratio
from bench.memory import pss_mib
from bench.replay import replayed
from bench.talk import Talk
from festival.clock import system_clock

HUBS = ROOT / "bench" / "hubs"
"""The programs that are measured, and those that ask them."""
FEW, MANY = 1_000, 10_000
ASKERS = 16
REQUESTS = 2_000
GZIP = "Accept-Encoding: gzip"
PHONE = f"{GZIP}|Accept: text/html|Accept-Language: en-GB,en;q=0.9,de;q=0.8"
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


def _answers(folder: Path, rounds: int) -> Iterator[Figure]:
    """Yield how the hub answers for its snapshot, against an app on the same server that sends the same bytes."""
    with _hub(folder) as hub:
        port, _ = hub.hear()
        etag = fetch(port, GZIP).partition(b"etag: ")[2].partition(b"\r\n")[0].decode()
        had = f"{GZIP}|If-None-Match: {etag}"
        for name, asked, path in (
            ("gzip snapshots", GZIP, SNAPSHOT), ("304", had, SNAPSHOT), ("gzip pages", PHONE, "/"),
        ):  # fmt: skip
            answer = folder / "answer"
            answer.write_bytes(fetch(port, asked, path))
            with ExitStack() as stack:
                bare = stack.enter_context(Talk(HUBS / "answers.py", answer))
                sides = [(bare, bare.hear()[0]), (hub, port)]
                askers = [
                    stack.enter_context(Talk(HUBS / "asker.py", at, ASKERS, asked, path)) for _, at in sides
                ]
                assert len({asker.hear()[0] for asker in askers}) == 1, "the answers differ in length"
                taken: list[list[float]] = [[], []]
                for _ in range(rounds):
                    for (server, _), asker, each in zip(sides, askers, taken, strict=True):
                        began = processor_ns(server.pid)
                        asker.ask(REQUESTS)
                        each.append((processor_ns(server.pid) - began) / REQUESTS)
            yield Figure(
                name=f"processor time of an answer, {name}",
                floor=f"{median(taken[0]) / 1000:.0f} us bare ASGI",
                figure=f"{median(taken[1]) / 1000:.0f} us",
                value=ratio(taken[1], taken[0]),
                bound=round(1 / 0.85, 2),
            )


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
