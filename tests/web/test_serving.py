"""`festival kiosk --web`: a process for each tab, on this machine alone."""

import os
import select
from pathlib import Path

from web.conftest import Serve

FONTS = {"https://fonts.googleapis.com/css?family=Roboto%20Mono"}
"""What the page of textual-serve itself asks for; its screen works without."""


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def listening(pid: int) -> set[str]:
    """Give the addresses that a process listens on, as the kernel writes them (proc_pid_net(5)): hexadecimal, host order."""
    mine = {str(file.readlink()) for file in Path(f"/proc/{pid}/fd").iterdir()}
    lines = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
    ]
    return {fields[1] for fields in lines if fields[3] == "0A" and f"socket:[{fields[9]}]" in mine}


def test_server_listens_on_the_loopback_address_only(kiosk: Serve) -> None:
    served = kiosk()
    assert listening(served.pid) == {f"0100007F:{served.port:04X}"}


def test_page_asks_nobody_else_but_for_a_font(kiosk: Serve) -> None:
    with kiosk().tab() as tab:
        tab.wait_for("Bildschirm berühren")
        assert tab.foreign == FONTS


def test_each_tab_is_a_visitor_of_its_own_and_ends_with_its_process(kiosk: Serve) -> None:
    served = kiosk()
    with served.awake() as first, served.awake() as second:
        second.touch("EN")
        second.wait_for("On now")
        first.touch("Hansaplatz")
        first.wait_for("Zurück")
        assert "On now" in second.screen.text()
        ends = [os.pidfd_open(child) for child in children(served.pid)]
        assert len(ends) == 2
        try:
            second.close()
            ended, _, _ = select.select(ends, [], [], 10)
            assert len(ended) == 1
            first.touch("Zurück")
            first.wait_for("Jetzt ·")
            assert select.select(ends, [], [], 0)[0] == ended
        finally:
            for end in ends:
                os.close(end)
