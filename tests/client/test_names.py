"""Hubs that have a name, and names that lead nowhere or nowhere soon."""

import asyncio
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from client.rig import FAST, Asked, faking, http
from festival.client.clock import HubClock
from festival.client.errors import HubSilent, HubUnreachable
from festival.client.follower import follow
from festival.client.http import ask, client_for
from festival.client.kept import Kept
from hub.rig import programme

REAL = socket.getaddrinfo
NAME = "hub.test"


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> "Naming":
    """Return what lets NAME have the addresses that a function gives; it returns in which thread each look-up is."""
    asked: list[threading.Thread] = []

    def become(addresses: Callable[[], list[str]]) -> list[threading.Thread]:
        def look_up(host: Any, *args: Any, **options: Any) -> Any:
            if host not in {NAME, NAME.encode()}:
                return REAL(host, *args, **options)
            asked.append(threading.current_thread())
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 0)) for one in addresses()]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        return asked

    return become


Naming = Callable[[Callable[[], list[str]]], list[threading.Thread]]


async def test_the_address_that_answers_is_found_and_asked_first_from_then_on(names: Naming) -> None:
    asked = names(lambda: ["127.0.0.9", "127.0.0.1"])
    seen: list[str] = []

    def answer(one: Asked) -> bytes:
        seen.append(one.headers["host"])
        return http(b"{}")

    def other(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append("another machine")
        writer.close()

    async with faking(answer) as fake, await client_for(f"http://{NAME}:{fake.port}", connect_s=1) as client:
        assert (await ask(client, "GET", "/x", within_s=1)).body == b"{}"
        async with await asyncio.start_server(other, "127.0.0.9", fake.port):
            assert (await ask(client, "GET", "/x", within_s=1)).body == b"{}"
    assert seen == [f"{NAME}:{fake.port}"] * 2
    assert len(asked) == 2


async def test_a_name_that_leads_nowhere_is_a_hub_that_is_not_there(names: Naming) -> None:
    def nowhere() -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    for addresses in (nowhere, list, lambda: ["127.0.0.9"]):
        names(addresses)
        async with await client_for(f"http://{NAME}:9", connect_s=1) as client:
            with pytest.raises(HubUnreachable):
                await ask(client, "GET", "/", within_s=1)


@pytest.fixture
def stuck(names: Naming) -> Iterator[list[threading.Thread]]:
    """A name server that does not answer; gives the look-ups."""
    answered = threading.Event()

    def wait() -> list[str]:
        answered.wait()
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    asked = names(wait)
    yield asked
    answered.set()
    for thread in asked:
        thread.join()


async def test_a_look_up_that_hangs_is_given_up_and_not_begun_again(stuck: list[threading.Thread]) -> None:
    async with await client_for(f"http://{NAME}:9", connect_s=0.1) as client:
        for _ in range(3):
            with pytest.raises(HubSilent):
                await ask(client, "GET", "/", within_s=1)
    assert len(stuck) == 1


async def test_a_look_up_that_hangs_holds_up_nothing_else(stuck: list[threading.Thread]) -> None:
    states = follow(f"http://{NAME}:9", Kept(programme(), "programme"), clock=HubClock(), timings=FAST)
    async with asyncio.timeout(10):
        while (await anext(states)).freshness.contact != "offline":
            pass
    await states.aclose()
    # asyncio's threads are few, and joined at the end.
    assert [(thread.name, thread.daemon) for thread in stuck] == [(f"festival-name-{NAME}", True)]


def certificate(folder: Path, name: str) -> Path:
    """Return a file with a new key and a certificate for `name` that it signed itself."""
    path = folder / f"{name}.pem"
    key = folder / "key.pem"
    subject = ("-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}")
    made = ("-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", path)
    subprocess.run(("openssl", "req", "-x509", *made, *subject), check=True, capture_output=True)
    path.write_text(path.read_text() + key.read_text())
    return path


@pytest.mark.parametrize(("issued_for", "is_trusted"), [(NAME, True), (NAME, False), ("portal.test", True)])
async def test_a_certificate_must_be_trusted_and_for_the_name(
    names: Naming, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, issued_for: str, is_trusted: bool
) -> None:
    names(lambda: ["127.0.0.1"])
    path = certificate(tmp_path, issued_for)
    monkeypatch.setenv("SSL_CERT_FILE", str(path if is_trusted else tmp_path / "none"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    async with (
        faking(lambda _asked: http(b"{}"), tls=context) as fake,
        await client_for(f"https://{NAME}:{fake.port}", connect_s=2) as client,
    ):
        if issued_for == NAME and is_trusted:
            assert (await ask(client, "GET", "/", within_s=2)).body == b"{}"
        else:
            why = f"the hub at {NAME}:{fake.port} cannot be reached: .*CERTIFICATE_VERIFY_FAILED"
            with pytest.raises(HubUnreachable, match=why):
                await ask(client, "GET", "/", within_s=2)
            assert fake.requests == []
