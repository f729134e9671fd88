"""Shared widgets, themes and the terminal side: everything here can be used by any of the programs."""
