"""Where the log of changes is kept: in one SQLite file, or in a PostgreSQL that several hubs share."""

from festival.store.opening import backup, file_of, name_of, open_store, read_log, restore, verify

__all__ = ["backup", "file_of", "name_of", "open_store", "read_log", "restore", "verify"]
