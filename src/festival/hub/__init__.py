"""The hub: the only place where a new revision is made, and from which everybody follows it."""
