"""A page is as true as it says: what changes on it, and what it says while nobody answers."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from festival.schedule.codes import code_for
from rig.browser import free_port
from web.phones import Phone, ServedHub, hub_serving

AT = "2022-05-27T16:20"
BREAKDANCE, JUDO, HEAT = "hansa-breakdance", "hansa-akrobatik", "u-hitze-regen"
ENCORE = {
    "id": "encore", "room": "u-stage", "track": "neighbourhood", "kind": "music", "sample": True,
    "title": {"de": "Zugabe", "en": "Encore"}, "start": "2022-05-27T18:00:00Z", "end": "2022-05-27T19:00:00Z",
}  # fmt: skip
SHORT = """
const [later, limit] = [setTimeout, AbortSignal.timeout];
window.waits = [];
window.setTimeout = (then, wait) => {
  const isLong = wait >= 1000 && ![2500, 10_000].includes(wait);
  if (isLong) waits.push(wait);
  return later(then, isLong ? wait / 50 : wait);
};
AbortSignal.timeout = wait => limit.call(AbortSignal, wait / 5);
addEventListener("DOMContentLoaded", () => {
  const stale = document.getElementById("stale");
  window.shown = [];
  new MutationObserver(() => shown.push(stale.textContent)).observe(stale, { childList: true });
});
"""
"""Shortens the waits between tries, and notes them (not those for a beat); notes what stands below the header."""
ANSWERS = """
async (answers) => {
  const on = {};
  const addEventListener = (name, then) => { on[name] = then; };
  const setTimeout = (then) => queueMicrotask(then);
  const fetch = (request, { signal }) => answers === "busy"
    ? Promise.resolve(new Response("", { status: 503, headers: { "retry-after": "7" } }))
    : new Promise((give, fail) => {
      signal.addEventListener("abort", () => fail(signal.reason));
      window.setTimeout(() => give(new Response("late", { headers: { "cache-control": "no-store" } })), 50);
    });
  WORKER
  const told = [];
  for (const path of [location.pathname, "/never-seen"]) {
    let given = null;
    const request = new Request(path, { headers: { accept: "text/html" } });
    on.fetch({ request, respondWith: (answer) => { given = answer; }, waitUntil() {} });
    const { status, headers } = await given;
    told.push(`${status} ${headers.get("x-kept")} ${headers.get("retry-after")}`);
  }
  return told;
}
"""
"""What the worker gives of a page that it keeps, and of another, where a proxy answers in the hub's place, or nobody in time."""
OFFLINE, DATED = "○ offline, Stand 16:20 (Fr. 27.5.)", "◐ Stand 16:20"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedHub]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("hub")
        patch.setenv("FESTIVAL_HOME", str(folder))
        with hub_serving(folder, free_port(), AT, "--beat", "1") as served:
            yield served


def path_of(name: str) -> str:
    return f"/T/{code_for('session', name)}"


def test_all_of_a_page_goes_with_the_day_and_leaves_a_reader_where_he_was(
    hub: ServedHub, browser: Browser
) -> None:
    with closing(Phone(browser, hub.port)) as phone:
        page = phone.page
        phone.open("/Q?q=breakdance")
        expect(page.locator("#fresh.is-live")).to_have_count(1)
        page.get_by_role("searchbox").fill("tanz")
        hub.edit(kind="delay_session", session=BREAKDANCE, minutes=90)
        phone.wait_for_news("90 Min. später", 5)
        expect(page.locator("main .card .change")).to_contain_text("90 Min. später")
        expect(page.get_by_role("searchbox")).to_be_focused()
        expect(page.get_by_role("searchbox")).to_have_value("tanz")

        for _ in range(2):  # more than there is room for beside what is urgent
            hub.edit(
                kind="announce",
                level="warning",
                text={"de": "Ruhig bleiben. " * 16},
                expires="2022-05-27T20:00:00Z",
            )
        phone.open("/")
        expect(page.locator("#fresh.is-live")).to_have_count(1)
        read = page.locator("#changes-h")
        read.scroll_into_view_if_needed()
        top = "one => one.getBoundingClientRect().top"
        seen = read.evaluate(top)
        hub.edit(kind="announce", id="leave", level="urgent", text={"de": "Bitte alle gehen."},
                 expires="2022-05-27T20:00:00Z")  # fmt: skip
        phone.wait_for_news("Dringend: Bitte alle gehen.", 5, part="alarm")
        assert read.evaluate(top) == pytest.approx(seen, abs=1)
        expect(page.get_by_role("listitem").filter(has_text="Bitte alle gehen.")).to_be_in_viewport()
        assert (page.locator("#news").text_content(), phone.violations()) == ("", [])
        hub.edit(kind="withdraw", announcement="leave")
        phone.wait_for_news("Aufgehoben: Dringend: Bitte alle gehen.", 5)
        shut = hub.edit(kind="set_room_state", room="u-stage", state="closed")
        expect(page.locator("#changes [data-key^='S-']")).to_have_count(1)
        hub.edit(kind="undo", change=shut)
        phone.wait_for_news("U-Bühne: wieder offen", 5)

        added = hub.edit(kind="add_session", session=ENCORE)
        phone.open(path_of("encore"))
        expect(page.locator("#fresh.is-live")).to_have_count(1)
        text = {"de": "Nochmal", "en": "Again"}
        corrected = hub.edit(kind="correct_text", thing="session", id="encore", field="title", text=text)
        expect(page.locator("main h1")).to_have_text("Nochmal")
        assert page.title().startswith("Nochmal · ")
        page.get_by_role("button", name="Merken").focus()
        for change in (corrected, added):
            hub.edit(kind="undo", change=change)
        expect(page.locator("main .change")).to_contain_text("aus dem Programm genommen")
        phone.wait_for_news("Zugabe: Zurückgezogen", 5)
        expect(page.locator("main")).to_be_focused()  # not lost with the button


class Faults:
    """Stands between a page and its hub, and answers in its place while it has `faults` to give."""

    def __init__(self, page: Page) -> None:
        self.faults: list[str] = []
        self.is_deaf = False
        page.route("**/", self._answer)
        page.route("**/api/stream*", lambda route: route.abort() if self.is_deaf else route.fallback())

    def _answer(self, route: Route) -> None:
        match self.faults.pop(0) if self.faults else "":
            case "busy":
                route.fulfill(status=503, headers={"retry-after": "3"}, body="")
            case "gone":
                route.abort()
            case "gate":
                route.fulfill(status=200, body="<main>Bitte anmelden</main>", content_type="text/html")
            case "old":
                answer = route.fetch()
                route.fulfill(
                    response=answer, body=answer.text().replace("2022-05-27T14:20", "2022-05-27T13:20")
                )
            case "lag":
                answer = route.fetch()
                route.fulfill(
                    response=answer, body=re.sub(r'(data-cursor="[^"]+-)\d+', r"\g<1>0", answer.text())
                )
            case "silent":
                pass
            case _:
                route.fallback()


def test_a_page_says_that_it_is_live_only_while_it_is(hub: ServedHub, browser: Browser) -> None:
    with closing(Phone(browser, hub.port)) as phone:
        page = phone.page
        page.add_init_script(SHORT)
        faults = Faults(page)
        live, stale = page.locator("#fresh.is-live"), page.locator("#stale")

        faults.faults = ["old"]  # as a browser keeps one, for the way back
        phone.open("/")
        expect(page.locator("html")).to_have_attribute("data-minute", "2022-05-27T14:20")
        expect(live).to_have_count(1)
        expect(stale).to_have_text("")

        page.evaluate("waits.length = 0")
        faults.faults = ["lag", "busy", "silent", "gate", "gone"]
        hub.edit(kind="delay_session", session=JUDO, minutes=45)
        expect(page.locator("main")).to_contain_text("45 Min. später")
        expect(live).to_have_count(1)
        assert page.evaluate("shown") == [DATED, OFFLINE, ""]
        waits = page.evaluate("waits")
        least = (1_000, 3_000, 4_000, 8_000, 16_000)
        assert [low <= wait < 2 * low for low, wait in zip(least, waits, strict=True)] == [True] * 5, waits

        page.evaluate("scrollTo(0, 400)")
        faults.is_deaf = True
        os.kill(hub.pid, signal.SIGSTOP)
        try:
            expect(stale).to_have_text(OFFLINE)
            expect(stale).to_be_in_viewport()
            assert (phone.overflow(), phone.violations()) == (0, [])
        finally:
            os.kill(hub.pid, signal.SIGCONT)
        expect(stale).to_have_text(DATED)  # the page is there, but nothing tells when it changes
        faults.is_deaf = False
        expect(live).to_have_count(1)
        expect(stale).to_have_text("")


def test_nothing_is_called_as_planned_again_that_is_full(hub: ServedHub, browser: Browser) -> None:
    with closing(Phone(browser, hub.port)) as phone:
        phone.open(path_of(HEAT))
        expect(phone.page.locator("#fresh.is-live")).to_have_count(1)
        for edit, news in (
            ({"kind": "cancel_session"}, "Entfällt"),
            ({"kind": "reopen_session"}, "findet doch wie geplant statt"),
            ({"kind": "set_session_state", "state": "full"}, "Voll"),
        ):
            hub.edit(session=HEAT, **edit)
            phone.wait_for_news(news, 5)
            assert "wieder wie geplant" not in phone.page.locator("#news").inner_text(), news


def test_what_was_seen_is_there_without_network_and_says_so(hub: ServedHub, browser: Browser) -> None:
    with closing(Phone(browser, hub.port, service_workers="allow")) as phone:
        page = phone.page
        phone.open("/")
        phone.until("() => navigator.serviceWorker.controller")
        secret = hub.keep(JUDO, BREAKDANCE)
        for path in ("/A", "/Q?q=musik", secret, path_of(JUDO)):
            assert phone.open(path) == 200
        page.get_by_role("button", name="Merken").click()
        kept = f"/A/{code_for('session', JUDO)}"
        phone.until("path => caches.match(path, { ignoreVary: true })", kept)
        seen = page.evaluate(
            "caches.open('pages').then(all => all.keys()).then(all => all.map(one => one.url))"
        )
        # What somebody looked for, and an address that is a secret, are nobody's business.
        assert [one for one in seen if "musik" in one or secret in one] == []
        phone.open(path_of(BREAKDANCE))
        page.get_by_role("button", name="Merken").click()
        page.wait_for_function(
            "old => caches.match(old, { ignoreVary: true }).then(kept => kept === undefined)", arg=kept
        )
        worker = httpx.get(f"{phone.base}/worker.js").text
        for answers, known, other in (
            ("busy", "200 yes 7", "503 null 7"),
            ("late", "200 yes null", "200 null null"),
        ):
            told = page.evaluate(ANSWERS.replace("WORKER", worker), answers)
            assert told == [known, other], answers
        phone.context.set_offline(True)
        phone.open("/A")
        expect(page.locator("#stale")).to_have_text(OFFLINE)
        expect(page.locator("main .card").first).to_contain_text("Hoch hinaus")
        phone.context.set_offline(False)
        expect(page.locator("#fresh.is-live")).to_have_count(1)
        expect(page.locator("#stale")).to_have_text("")
