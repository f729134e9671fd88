"""Speed and memory, each figure as a ratio to a floor that is measured in the same run (see README.md)."""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
"""The project's folder."""
FLOORS = Path(__file__).parent / "floors"
"""The programs that the app is measured against."""

# The generator of programmes and the terminal emulator belong to the tests.
sys.path.insert(0, str(ROOT / "tests"))
