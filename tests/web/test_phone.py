"""Pages in a real browser: how wide they are, who can read them, and that they go with the day."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, expect
from pypdfium2 import PdfDocument

from festival.links import MOST_PICKS
from festival.pages.kinds import KINDS, find
from festival.schedule.codes import code_for
from rig.browser import LOCAL, free_port
from rig.codes import decode
from rig.programme import schedule_at
from web.conftest import Serve
from web.phones import SMALLEST, WIDTHS, Phone, ServedHub, hub_serving

AT = "2022-05-27T16:20"
ENCORE = "encore"
"""Is added, and withdrawn."""
BREAKDANCE, STREET, JUDO = "hansa-breakdance", "u-strasse-tanzt", "hansa-akrobatik"
LONG = {
    "de": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "en": f"https://nachbarschaft.example/{'neighbourhood' * 6}",
}
"""Words that no narrow phone has room for."""


def session_path(name: str) -> str:
    return f"/T/{code_for('session', name)}"


PAGES = {
    "today": "/",
    "programme": "/day",
    "day": "/day/2022-05-27",
    "project": f"/P/{schedule_at(AT).project_by_id['nordwaerts'].code}",
    "stage": f"/S/{schedule_at(AT).room_by_id['u-stage'].code}",
    "station": f"/H/{schedule_at(AT).station_by_id['starkregen'].code}",
    "moved": session_path(STREET),
    "workshop": "/W",
    "map": "/M",
    "search": "/Q?q=musik",
    "search without a hit": "/Q?q=xqzzy",
    "search for nothing": "/Q",
    "picks": "/A/" + "".join(code_for("session", one) for one in (BREAKDANCE, STREET, "u-hitze-regen")),
    "no picks": "/A",
    "withdrawn": session_path(ENCORE),
    "missing": "/P/00000",
}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedHub]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("hub")
        patch.setenv("FESTIVAL_HOME", str(folder))
        with hub_serving(folder, free_port(), AT) as served:
            served.edit(
                kind="cancel_session", session="u-nachbarschaftskiosk", reason={"de": "Krank", "en": "Ill"}
            )
            served.edit(
                kind="move_session", session=STREET, room="ws-forum", reason={"de": "Regen", "en": "Rain"}
            )
            for thing, name in (
                ("session", "u-hitze-regen"),
                ("session", "ws-masterplan"),
                ("station", "starkregen"),
            ):
                field = "title" if thing == "session" else "name"
                served.edit(kind="correct_text", thing=thing, id=name, field=field, text=LONG)
            text = {one: f"{said} {LONG[one]}" for one, said in {"de": "Regen", "en": "Rain"}.items()}
            served.edit(kind="announce", level="warning", text=text, expires="2022-05-27T20:00:00Z")
            encore = {
                "id": ENCORE, "room": "u-stage", "track": "neighbourhood", "kind": "music", "sample": True,
                "title": {"de": "Zugabe", "en": "Encore"}, "start": "2022-05-27T18:00:00Z", "end": "2022-05-27T19:00:00Z",
            }  # fmt: skip
            served.edit(kind="undo", change=served.edit(kind="add_session", session=encore))
            yield served


def test_no_kind_of_page_is_left_out() -> None:
    found = (find(path.partition("?")[0]) for path in PAGES.values())
    assert {asked.kind.name for asked in found if asked} == {*KINDS}


@pytest.mark.parametrize("kind", PAGES)
def test_every_kind_of_page_fits_can_be_read_by_everybody_and_keeps_its_policy(
    hub: ServedHub, browser: Browser, kind: str
) -> None:
    narrow, *wider = WIDTHS
    with closing(Phone(browser, hub.port, width=narrow, scheme="dark")) as phone:
        assert phone.open(PAGES[kind]) == {"missing": 404, "withdrawn": 410}.get(kind, 200)
        assert (phone.overflow(), phone.small_targets()) == (0, []), narrow
        assert phone.violations() == []
        phone.page.emulate_media(color_scheme="light")
        for width in wider:
            phone.page.set_viewport_size({"width": width, "height": 800})
            assert (phone.overflow(), phone.small_targets()) == (0, []), width
        assert phone.violations() == []
        phone.enlarge_text(2)  # WCAG 2.2, 1.4.4
        for width in WIDTHS:
            phone.page.set_viewport_size({"width": width, "height": 800})
            assert (phone.overflow(), phone.small_targets()) == (0, []), f"{width}, large letters"
        expect(phone.page.locator("#fresh.is-live")).to_have_text("● live")
        faults = [one for one in phone.faults if "status of 4" not in one]
        assert (faults, phone.foreign, phone.context.cookies()) == ([], [], [])


def test_without_javascript_all_is_there_and_nothing_is_offered_that_needs_it(
    hub: ServedHub, browser: Browser
) -> None:
    with closing(Phone(browser, hub.port, java_script_enabled=False)) as phone:
        phone.open("/")
        phone.page.get_by_role("link", name="Suche").click()
        phone.page.get_by_role("searchbox").fill("akrobatik")
        phone.page.get_by_role("button", name="Suche").click()
        phone.page.get_by_role("link", name="Hoch hinaus").click()
        expect(phone.page.get_by_role("heading", level=1)).to_contain_text("Hoch hinaus")
        expect(phone.page.get_by_role("button")).to_have_count(0)
        phone.page.get_by_role("link", name="English").click()
        expect(phone.page.locator("html")).to_have_attribute("lang", "en")
        phone.page.get_by_role("link", name="Today").click()
        expect(phone.page.locator("html")).to_have_attribute("lang", "en")


def test_what_is_on_the_map_is_in_sight_there_marked_and_leads_to_its_line_and_back(
    hub: ServedHub, browser: Browser
) -> None:
    with closing(Phone(browser, hub.port)) as phone:
        phone.open("/Q?q=WC")
        phone.page.get_by_role("link", name="Barrierefreie Toilette Ost").click()
        assert phone.page.url.endswith("/M#wc-ost")
        name, line = phone.page.locator("#wc-ost"), phone.page.locator("#at-wc-ost")
        expect(name).to_be_visible()
        expect(name).to_be_in_viewport(ratio=1)
        expect(phone.page.locator("svg .found:visible")).to_have_count(1)
        box = phone.page.locator("svg a[href='#at-wc-ost'] circle").bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= SMALLEST - 0.5
        phone.page.locator("svg a[href='#at-wc-ost']").click()
        expect(line).to_be_in_viewport()
        line.get_by_role("link", name="WC○: Auf dem Lageplan").click()
        expect(name).to_be_in_viewport(ratio=1)


def test_a_page_on_paper_says_its_address_and_as_of_when_and_the_map_is_whole(
    hub: ServedHub, browser: Browser
) -> None:
    with closing(Phone(browser, hub.port)) as phone:
        for kind in ("picks", "map"):
            phone.open(PAGES[kind])
            with PdfDocument(phone.page.pdf(format="A4")) as paper:
                texts = [paper[at].get_textpage().get_text_range() for at in range(len(paper))]
            pages = [" ".join(text.split()) for text in texts]
            assert f"{PAGES[kind]} · Stand Freitag, 27. Mai, 16:" in pages[-1]
        assert len(pages) <= 3
        whole = ("Wiese West", "Dortmunder U", "Vorplatz", "Wiese Ost", "Barrierefreies WC")
        assert [one for one in whole if one not in pages[0]] == []


def test_a_change_shows_and_is_announced_within_two_seconds(hub: ServedHub, browser: Browser) -> None:
    with (
        closing(Phone(browser, hub.port)) as session,
        closing(Phone(browser, hub.port, locale="en-GB", timezone_id="Pacific/Auckland")) as today,
    ):
        today.page.clock.set_fixed_time(
            "2031-01-01T00:00:00Z"
        )  # what time a phone thinks it is matters to nobody
        session.open(session_path(JUDO))
        today.open("/")
        for phone in (session, today):
            expect(phone.page.locator("#fresh.is-live")).to_have_count(1)
        session.page.evaluate("window.mark = 1")
        hub.edit(kind="delay_session", session=JUDO, minutes=20, reason={"de": "Ton", "en": "Sound"})
        session.wait_for_news("20 Min. später (statt 15:45) – Ton", 2)
        assert "16:05–16:35" in session.page.locator("main .times-big").inner_text()
        today.wait_for_news("20 min later", 2)
        expect(today.page.locator("main h1")).to_have_text("Friday 27 May Neighbourhoods Day")
        assert session.page.evaluate("window.mark") == 1  # replaced in place, not loaded again


def test_focus_stays_where_it_was_when_a_part_is_replaced(hub: ServedHub, browser: Browser) -> None:
    with closing(Phone(browser, hub.port)) as phone:
        phone.open(f"/S/{schedule_at(AT).room_by_id['alter-markt'].code}")
        expect(phone.page.locator("#fresh.is-live")).to_have_count(1)
        link = phone.page.locator("main .card a").first
        link.focus()
        href = link.get_attribute("href")
        hub.edit(kind="delay_room", room="alter-markt", minutes=5)
        phone.wait_for("5 Min. später")
        assert phone.page.evaluate("document.activeElement.getAttribute('href')") == href


def test_picks_are_kept_in_this_browser_alone(hub: ServedHub, browser: Browser) -> None:
    with closing(Phone(browser, hub.port)) as phone, closing(Phone(browser, hub.port)) as other:
        for name in (JUDO, STREET):
            phone.open(session_path(name))
            phone.page.get_by_role("button", name="Merken").click()
            expect(phone.page.get_by_role("button", name="Gemerkt")).to_have_attribute("aria-pressed", "true")
        phone.open("/A/")
        cards = phone.page.locator("main .card")
        expect(cards).to_have_count(2)
        stage = phone.context.new_page()
        stage.goto(f"{phone.base}{PAGES['stage']}")
        expect(stage.locator("main .card[data-kept='Gemerkt']")).to_have_count(1)
        phone.page.get_by_role("button", name="Entfernen: Die Straße tanzt").click()
        expect(cards).to_have_count(1)
        expect(phone.page.get_by_role("button", name="Doch behalten")).to_be_focused()
        phone.page.keyboard.press("Enter")
        expect(cards).to_have_count(2)
        expect(phone.page.locator("main")).to_be_focused()
        expect(phone.page.locator("#told")).to_have_text("Gemerkt: Die Straße tanzt")
        phone.page.get_by_role("button", name="Entfernen: Die Straße tanzt").click()
        expect(cards).to_have_count(1)
        expect(stage.locator("main .card[data-kept]")).to_have_count(0)
        stage.evaluate("localStorage.setItem('festival-picks', '[]')")
        expect(cards).to_have_count(0)
        other.open("/A/")
        expect(other.page.locator("main")).to_contain_text("Noch ist nichts gemerkt.")


def kept(phone: Phone) -> list[str]:
    found: list[str] = phone.page.evaluate("JSON.parse(localStorage.getItem('festival-picks'))")
    return found


def test_picks_of_another_join_one_s_own_only_when_asked_to(hub: ServedHub, browser: Browser) -> None:
    judo, *given = (code_for("session", one) for one in (JUDO, BREAKDANCE, STREET, "u-hitze-regen"))
    with closing(Phone(browser, hub.port)) as phone:
        phone.open(session_path(JUDO))
        phone.page.get_by_role("button", name="Merken").click()
        phone.open(PAGES["picks"])
        expect(phone.page.locator("main .card")).to_have_count(3)
        assert kept(phone) == [judo]
        phone.page.get_by_role("button", name="Merken: Die Straße tanzt").click()
        assert kept(phone) == [judo, given[1]]
        phone.page.get_by_role("button", name="Alles auf diesem Handy merken").click()
        expect(phone.page.locator("main")).to_contain_text("Alles hier ist auf diesem Handy gemerkt.")
        assert kept(phone) == [judo, given[1], given[0], given[2]]
        expect(phone.page.locator("[data-all] a")).to_be_focused()
        expect(phone.page.locator("#told")).to_have_text("★ Alles hier ist auf diesem Handy gemerkt.")


def test_picks_are_shared_by_their_address_and_stand_still_while_others_change(
    hub: ServedHub, browser: Browser
) -> None:
    with closing(Phone(browser, hub.port, permissions=["clipboard-read", "clipboard-write"])) as phone:
        phone.open(PAGES["picks"])
        share = phone.page.get_by_role("button", name="Teilen")
        share.click()
        expect(phone.page.locator("#told")).to_have_text("Adresse kopiert")
        address = f"http://{LOCAL}:{hub.port}{PAGES['picks']}"
        assert phone.page.evaluate("navigator.clipboard.readText()") == address
        phone.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
        share.click()
        expect(phone.page.get_by_label("Adresse zum Kopieren")).to_be_focused()
        assert phone.page.evaluate("getSelection().toString()") == address
        share.focus()
        cursor = phone.page.evaluate(
            "document.getElementById('picks').mark = document.documentElement.dataset.cursor"
        )
        hub.edit(kind="delay_room", room="alter-markt", minutes=1)
        phone.until("cursor => document.documentElement.dataset.cursor !== cursor", cursor)
        assert phone.page.evaluate("document.getElementById('picks').mark") == cursor
        expect(share).to_be_focused()
        expect(phone.page.get_by_label("Adresse zum Kopieren")).to_have_value(address)


def test_more_picks_than_there_may_be_push_none_out(hub: ServedHub, browser: Browser) -> None:
    full = [f"{number:05}" for number in range(MOST_PICKS)]
    with closing(Phone(browser, hub.port)) as phone:
        phone.open(session_path(JUDO))
        phone.page.evaluate("codes => localStorage.setItem('festival-picks', JSON.stringify(codes))", full)
        phone.page.get_by_role("button", name="Merken").click()
        expect(phone.page.locator("#told")).to_have_text("Mehr als 60 lassen sich nicht merken.")
        assert kept(phone) == full
        phone.page.evaluate("() => { localStorage.clear(); Storage.prototype.setItem = null; }")
        phone.page.get_by_role("button", name="Merken").click()
        expect(phone.page.get_by_role("button", name="Gemerkt")).to_be_visible()
        expect(phone.page.locator("#told")).to_contain_text("Gemerkt nur, solange diese Seite offen ist")


def test_the_code_on_a_kiosk_leads_to_the_page_that_says_the_same(
    hub: ServedHub, browser: Browser, kiosk: Serve
) -> None:
    with (
        kiosk("--base-url", f"http://{LOCAL}:{hub.port}").awake() as tab,
        closing(Phone(browser, hub.port)) as phone,
    ):
        tab.touch("▌ Hansaplatz")
        tab.wait_for(
            lambda screen: "QR-Code" in screen.text() and "Deine Bühne: drei Minuten" in screen.text()
        )
        tab.touch("QR-Code")
        tab.wait_for(lambda screen: "QR-Code" not in screen.text())
        (address,) = decode(tab.picture())
        assert address.startswith(f"HTTP://{LOCAL}:{hub.port}/P/")
        phone.page.goto(address)
        expect(phone.page.get_by_role("heading", name="Hansaplatz").first).to_be_visible()
        expect(phone.page.get_by_role("link", name="Deine Bühne: drei Minuten").first).to_be_visible()
