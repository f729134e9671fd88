"""One request to a hub, and the processor time of the process that answers."""

import socket
from pathlib import Path


def fetch(port: int, headers: str = "", path: str = "/api/schedule") -> bytes:
    """Return the whole answer for `path`; `headers` are joined by "|"."""
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Connection: close", *headers.split("|")]
    with socket.create_connection(("127.0.0.1", port)) as sock:
        sock.sendall(("\r\n".join(filter(None, lines)) + "\r\n\r\n").encode())
        answer = b"".join(iter(lambda: sock.recv(65536), b""))
    return answer.replace(b"connection: close\r\n", b"")


def processor_ns(pid: int) -> int:
    """Return for how many nanoseconds the threads of a process have run (proc_pid_schedstat)."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads)
