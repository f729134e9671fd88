"""The command line: the only place that knows all the parts.

Commands import what they need when they run, so that ``festival now --plain`` loads no screen.
"""

import os

# A festival of somebody else's pydantic plugins would be looked for in every installed package (20 ms).
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from festival.cli.main import main  # noqa: E402  the line above must come first

__all__ = ["main"]
