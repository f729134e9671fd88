"""Followers, as many as one process can have: ``crowd.py PORT COUNT`` prints a line when each has its hello.

After that it prints, each time that all of them have got a change, the time at which the last of them had it
(CLOCK_MONOTONIC in nanoseconds, the same clock in every process). Each line on its input is the port of a hub that
was started again: it connects anew, and prints the time at which the last had its hello.
"""

import os
import select
import socket
import sys
import time

from festival.hub.options import raise_file_limit

ASK = b"GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
END = b"\n\n\r\n"
"""Of an event, and of the chunk around it."""


def connect(port: int) -> socket.socket:
    while True:
        sock = socket.socket()
        try:
            sock.connect(("127.0.0.1", port))
        except ConnectionError:
            sock.close()
            time.sleep(0.001)
        else:
            sock.sendall(ASK)
            return sock


def crowd(port: int, count: int) -> tuple[list[socket.socket], select.epoll]:
    socks = [connect(port) for _ in range(count)]
    poll = select.epoll()
    for sock in socks:
        sock.setblocking(False)
        poll.register(sock.fileno(), select.EPOLLIN)
    return socks, poll


def wait(poll: select.epoll, count: int) -> int:
    """Return when the last of `count` had the end of an event."""
    missing, read = count, os.read
    while missing:
        for file, _ in poll.poll(-1, count):
            if read(file, 65536).endswith(END):
                missing -= 1
    return time.monotonic_ns()


def main() -> None:
    raise_file_limit()
    port, count = map(int, sys.argv[1:])
    socks, poll = crowd(port, count)
    print(wait(poll, count), flush=True)
    for line in sys.stdin:
        if line.strip() == "change":
            print(wait(poll, count), flush=True)
        else:
            for sock in socks:
                sock.close()
            socks, poll = crowd(int(line), count)
            print(wait(poll, count), flush=True)


main()
