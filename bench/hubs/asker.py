"""Asks for one thing again and again: ``asker.py PORT CONNECTIONS HEADERS PATH...`` on kept-alive connections.

HEADERS are added to each request, joined by "|". It prints how long the answer for each PATH is. For each line on its
input, which PATH (from 0) and a number of requests, it makes them and prints how many nanoseconds that took; every
answer must be as long as the first one.
"""

import select
import socket
import sys
import time


def whole(sock: socket.socket) -> bytes:
    """Return one answer."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += sock.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    missing = int(lengths[0].partition(b":")[2]) - len(body) if lengths else 0
    while missing > 0:
        more = sock.recv(65536)
        data, missing = data + more, missing - len(more)
    return data


def ask(poll: select.epoll, socks: dict[int, socket.socket], request: bytes, size: int, wanted: int) -> None:
    """Make requests on all connections at a time, each when the answer before has come."""
    left = wanted
    missing = dict.fromkeys(socks, size)
    for sock in socks.values():
        sock.sendall(request)
    asked = len(socks)
    while left:
        for file, _ in poll.poll():
            sock = socks[file]
            missing[file] -= len(sock.recv(262144))
            if missing[file] == 0:
                left -= 1
                if asked < wanted:
                    asked += 1
                    missing[file] = size
                    sock.send(request)


def main() -> None:
    port, count = int(sys.argv[1]), int(sys.argv[2])
    headers = ["Host: localhost", *filter(None, sys.argv[3].split("|")), "", ""]
    requests = ["\r\n".join([f"GET {path} HTTP/1.1", *headers]).encode() for path in sys.argv[4:]]
    socks = {}
    poll = select.epoll()
    for _ in range(count):
        sock = socket.create_connection(("127.0.0.1", port))
        sizes = []
        for request in requests:
            sock.sendall(request)
            sizes.append(len(whole(sock)))
        sock.setblocking(False)
        socks[sock.fileno()] = sock
        poll.register(sock.fileno(), select.EPOLLIN)
    print(*sizes, flush=True)
    for line in sys.stdin:
        which, wanted = map(int, line.split())
        began = time.perf_counter_ns()
        ask(poll, socks, requests[which], sizes[which], wanted)
        print(time.perf_counter_ns() - began, flush=True)


main()
