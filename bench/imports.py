"""What importing a floor loads, as a count: the screen and the network must not be among it."""

import json
import subprocess
import sys
from collections.abc import Iterator

from bench.figures import Figure

_PROBE = "import json, sys, festival.schedule.model, festival.schedule.timeline; print(json.dumps(list(sys.modules)))"


def measure() -> Iterator[Figure]:
    """Yield the number of modules of textual and httpx that the schedule loads."""
    loaded = json.loads(
        subprocess.run([sys.executable, "-c", _PROBE], check=True, capture_output=True).stdout
    )
    heavy = [name for name in loaded if name.partition(".")[0] in {"textual", "rich", "httpx"}]
    yield Figure(
        name="importing festival.schedule",
        floor="none of textual, rich, httpx",
        figure=f"{len(loaded)} modules in all",
        value=len(heavy),
        bound=0,
        unit="of them",
    )
