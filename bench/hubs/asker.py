"""Asks for one thing again and again: ``asker.py PORT CONNECTIONS HEADERS PATH`` on kept-alive connections.

HEADERS are added to the request for PATH, joined by "|". For each line on its input, a number of requests, it
makes them and prints how many nanoseconds that took; every answer must be as long as the first one.
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


def main() -> None:
    port, count = int(sys.argv[1]), int(sys.argv[2])
    lines = [f"GET {sys.argv[4]} HTTP/1.1", "Host: localhost", *filter(None, sys.argv[3].split("|")), "", ""]
    ask = "\r\n".join(lines).encode()
    socks = {}
    poll = select.epoll()
    for _ in range(count):
        sock = socket.create_connection(("127.0.0.1", port))
        sock.sendall(ask)
        size = len(whole(sock))
        sock.setblocking(False)
        socks[sock.fileno()] = sock
        poll.register(sock.fileno(), select.EPOLLIN)
    print(size, flush=True)
    for line in sys.stdin:
        left = wanted = int(line)
        missing = dict.fromkeys(socks, size)
        began = time.perf_counter_ns()
        for sock in socks.values():
            sock.sendall(ask)
        asked = count
        while left:
            for file, _ in poll.poll():
                sock = socks[file]
                missing[file] -= len(sock.recv(262144))
                if missing[file] == 0:
                    left -= 1
                    if asked < wanted:
                        asked += 1
                        missing[file] = size
                        sock.send(ask)
        print(time.perf_counter_ns() - began, flush=True)


main()
