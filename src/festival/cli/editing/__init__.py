"""``festival edit``: each kind of edit as a command.

A command (``times``, ``sessions``, ``states``, ``announcements``, ``undoing``, ``batches``) makes an edit of what was
typed and of what the hub has (:mod:`~festival.cli.editing.seen`); :mod:`~festival.cli.editing.making` previews it or
has the hub make it, and tells what became of it.
"""
