"""This machine's address in its network: which one is told, and who gets in there."""

import socket

import pytest

from festival.cli.network import LOOPBACK, Doors, chosen, own_address
from festival.settings import SettingsError


@pytest.mark.parametrize(
    ("sends_from", "interfaces", "told"),
    [
        (["192.168.1.7"], {"192.168.1.7": True}, "192.168.1.7"),
        (["192.168.1.7"], {"10.0.0.7": True, "192.168.1.7": True}, "192.168.1.7"),
        (["10.8.0.2", "2001:db8::7"], {"10.8.0.2": False, "192.168.1.7": True}, "192.168.1.7"),  # a tunnel
        (["172.17.0.2"], {"172.17.0.2": False}, "172.17.0.2"),  # a container: no hardware at all
        ([], {"172.17.0.1": False, "192.168.1.7": True}, "192.168.1.7"),  # no way out, but a network
        (["2001:db8::7"], {}, "2001:db8::7"),
        ([], {"172.17.0.1": False}, None),
        ([], {}, None),
    ],
)
def test_the_address_is_that_of_the_network_around(
    sends_from: list[str], interfaces: dict[str, bool], told: str | None
) -> None:
    assert chosen(sends_from, interfaces) == told


def test_this_machine_can_listen_where_it_says() -> None:
    doors = Doors.open(own_address() or LOOPBACK)
    places = [one.getsockname()[:2] for one in doors.sockets]
    doors.close()
    assert places == [*dict.fromkeys(((LOOPBACK, doors.port), (doors.address, doors.port)))]
    assert doors.is_own == (own_address() is None)


def test_an_address_of_six_words_is_written_in_brackets() -> None:
    doors = Doors.open("::1")
    families = [one.family for one in doors.sockets]
    doors.close()
    assert (doors.url, families) == (f"http://[::1]:{doors.port}", [socket.AF_INET, socket.AF_INET6])


@pytest.mark.parametrize("address", ["x", "0.0.0.0", "::", "192.0.2.255/24"])
def test_what_no_phone_could_ask_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match=r"^--host: "):
        Doors.open(address)
