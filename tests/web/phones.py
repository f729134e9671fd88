"""A hub in a process of its own, and phones that read its pages."""

import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, Route

from festival.hub.tokens import TokenFile
from rig.browser import LOCAL, serving

WIDTHS = (320, 390, 1280)
SMALLEST = 44
"""Pixels of a target for a finger, each way (WCAG 2.2, 2.5.5)."""
_MEASURE = """smallest => [...document.querySelectorAll("a, button, input")].filter(one => {
  if (one.closest("svg, .skip, p:not(.actions)") || !one.checkVisibility()) return false;
  const box = (one.closest(".card, .band, .pages") ? one.closest(".card") ?? one : one).getBoundingClientRect();
  return box.height < smallest || box.width < smallest;
}).map(one => one.outerHTML)"""


@dataclass(frozen=True)
class ServedHub:
    """A running `festival hub`, and a token that may make any edit."""

    port: int
    token: str
    kiosk_token: str
    pid: int

    def edit(self, **edit: Any) -> int:
        """Make an edit; return the revision of its change."""
        base = f"http://{LOCAL}:{self.port}"
        answer = httpx.post(
            f"{base}/api/edits",
            json={"edit": edit, "based_on": httpx.get(f"{base}/readyz").json()["cursor"]},
            headers={"authorization": f"Bearer {self.token}", "idempotency-key": uuid.uuid4().hex},
        )
        assert answer.status_code == 201, answer.text
        revision: int = answer.json()["change"]["revision"]
        return revision

    def keep(self, *sessions: str) -> str:
        """Have the hub keep picks, as a kiosk does; return the path of their page."""
        answer = httpx.post(
            f"http://{LOCAL}:{self.port}/api/picks",
            json={"sessions": sessions},
            headers={"authorization": f"Bearer {self.kiosk_token}"},
        )
        assert answer.status_code == 201, answer.text
        return f"/A/{answer.json()['secret']}"


@contextmanager
def hub_serving(folder: Path, port: int, at: str, *options: str) -> Iterator[ServedHub]:
    """Serve the bundled programme on a day that is made up, from the local time `at` on."""
    argv = [sys.executable, "-m", "festival", "hub", "--port", str(port), "--at", at, *options]
    tokens, now = TokenFile(folder / "tokens.json"), datetime.now(UTC)
    token, kiosk_token = (tokens.make(role, now=now)[0] for role in ("admin", "kiosk"))
    with serving([*argv, "--store", str(folder / "log.sqlite")], port, folder / "hub.log") as server:
        yield ServedHub(port, token, kiosk_token, server.pid)


class Phone:
    """One page in a browser of its own. `faults` are what it complained of, `foreign` what it wanted elsewhere."""

    def __init__(
        self, browser: Browser, port: int, *, width: int = 390, scheme: Any = "light", **options: Any
    ) -> None:
        self.base = f"http://{LOCAL}:{port}"
        self.context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            **{"locale": "de-DE", "service_workers": "block", **options},
        )
        self.foreign: list[str] = []
        self.faults: list[str] = []
        self.context.route("**/*", self._gate)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)

    def _gate(self, route: Route, request: Request) -> None:
        if urlsplit(request.url).hostname == LOCAL:
            route.continue_()
        else:
            self.foreign.append(request.url)
            route.abort()

    def open(self, path: str) -> int:
        """Open a page; return its status."""
        answer = self.page.goto(f"{self.base}{path}")
        assert answer is not None
        return answer.status

    def wait_for(self, text: str, within_s: float = 10) -> None:
        """Wait until a text is to be seen."""
        self.page.get_by_text(text).first.wait_for(timeout=within_s * 1000)

    def wait_for_news(self, text: str, within_s: float, part: str = "news") -> None:
        """Wait until a screen reader was told a text: when it has time for it, or by `part` "alarm" at once."""
        self.until(
            "([part, text]) => document.getElementById(part).textContent.includes(text)",
            [part, text],
            within_s,
        )

    def until(self, holds: str, given: object = None, within_s: float = 10) -> None:
        """Wait until a function in JavaScript, or what it promises, is true of what is `given`.

        It is asked by a function of ours: what playwright's own wait asks with is an `eval`, which the pages' policy
        forbids as soon as it has to ask twice.
        """
        self.page.evaluate(
            f"""async ([given, within]) => {{
                for (const end = Date.now() + within; !await ({holds})(given);) {{
                    if (Date.now() > end) throw new Error("in vain: " + JSON.stringify(given));
                    await new Promise(requestAnimationFrame);
                }}
            }}""",
            [given, within_s * 1000],
        )

    def overflow(self) -> int:
        """Give by how many pixels the page is wider than the window."""
        found: int = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return found

    def enlarge_text(self, times: float) -> None:
        """Show the page in larger letters, as a reader sets them in the browser."""
        self.page.evaluate("share => { document.documentElement.style.fontSize = share; }", f"{times:.0%}")

    def small_targets(self) -> list[str]:
        """Give what a finger would miss; links in the midst of a sentence may be as high as it."""
        found: list[str] = self.page.evaluate(_MEASURE, SMALLEST)
        return found

    def violations(self) -> list[str]:
        """Give what axe-core finds by any of its rules, by rule and place."""
        found = Axe().run(self.page, options={"resultTypes": ["violations"]})
        return [
            f"{one['id']}: {node['html']}" for one in found.response["violations"] for node in one["nodes"]
        ]

    def close(self) -> None:
        self.context.close()
