"""What schemathesis cannot know: names of things that there are, the newest cursor, and that a key is new."""

import os
import random
import uuid
from typing import Any

import httpx
import schemathesis

KNOWN: dict[str, list[str | int]] = {
    "session": ["opening", "band", "choir", "talk"],
    "from_session": ["band", "choir"],
    "room": ["stage", "hall"],
    "station": ["solder"],
    "id": ["band", "stage", "solder"],
    "change": [1, 2, 3],
}
chance = random.Random(1)
hub = httpx.Client(base_url=os.environ.get("HUB", ""))


@schemathesis.hook
def before_call(context: Any, case: Any, **options: Any) -> None:
    """Let an edit that fits the description be about something, and made from what there is."""
    body = case.body
    if case.path == "/api/screens/{id}/orders" and case.meta.generation.mode.is_positive:
        case.path_parameters["id"] = "K1"
    if case.path == "/api/edits" and case.meta.generation.mode.is_positive and isinstance(body, dict):
        edit = body["edit"]
        names = {name for name in KNOWN if isinstance(edit.get(name), str | int)}
        head = hub.get("/readyz").json()["cursor"]
        case.headers["Idempotency-Key"] = uuid.uuid4().hex
        case.body = {"based_on": head, "edit": edit | {name: chance.choice(KNOWN[name]) for name in names}}
