"""Where the log of changes is kept: in one SQLite file, or in a PostgreSQL that several hubs share."""

from festival.store.opening import backup, open_store, restore, verify

__all__ = ["backup", "open_store", "restore", "verify"]
