"""The floor of a fan-out: accepted sockets, and ``send`` in a loop.

``sends.py COUNT BYTES`` prints its port, takes COUNT connections, and answers each with a hello. For each line on its
input it sends BYTES to every one of them, and prints when it began (CLOCK_MONOTONIC in nanoseconds).
"""

import gc
import sys
import time

from festival.hub.options import raise_file_limit
from festival.hub.server import prepared_socket


def main() -> None:
    raise_file_limit()
    count, size = map(int, sys.argv[1:])
    listener = prepared_socket("127.0.0.1", 0)
    listener.setblocking(True)
    print(listener.getsockname()[1], flush=True)
    socks = []
    for _ in range(count):
        sock, _ = listener.accept()
        sock.recv(65536)
        sock.send(b"hello\n\n\r\n")
        socks.append(sock)
    frame = (b"x" * size)[:-4] + b"\n\n\r\n"
    gc.freeze()
    for _ in sys.stdin:
        began = time.monotonic_ns()
        for sock in socks:
            sock.send(frame)
        print(began, flush=True)


main()
