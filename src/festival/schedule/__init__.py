"""Frozen values and pure functions: no file, no network, no screen, no clock."""
