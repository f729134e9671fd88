"""Where the log of changes is kept: in one SQLite file, or in a PostgreSQL that several hubs share."""
