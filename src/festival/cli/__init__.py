"""The command line: the only place that knows all the parts.

Commands import what they need when they run, so that ``festival now --plain`` loads no screen.
"""

import os

# pydantic would look for plugins in every installed package (20 ms).
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from festival.cli.main import main  # after the line above

__all__ = ["main"]
