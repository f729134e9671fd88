"""The check of links, against sites with one link each."""

from pathlib import Path

import pytest

from festival.pages.broken import Broken, checked

FILES = {
    "index.html": '<h1 id="top">x</h1>',
    "P/8F3KQ/index.html": '<p id="way">y</p>',
    "T/8F3KQ.ics": "BEGIN:VCALENDAR",
    "files/style.css": "",
}


def found(folder: Path, markup: str, *, at: str = "S/0000A/index.html") -> list[Broken]:
    for name, text in (FILES | {at: f'<a id="own">{markup}</a>'}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return [*checked(folder, [*FILES, at]).broken]


@pytest.mark.parametrize(
    "link",
    [
        "../../index.html", "../../index.html#top", "../../P/8F3KQ/index.html#way", "#own", "index.html", "",
        "../../T/8F3KQ.ics", "../../%50/8F3KQ/index.html", "https://fest.example/nowhere", "mailto:a@fest.example",
    ],
)  # fmt: skip
def test_a_link_that_leads_somewhere_is_whole(tmp_path: Path, link: str) -> None:
    assert found(tmp_path, f'<a href="{link}">') == []


@pytest.mark.parametrize(
    "link",
    [
        "../../M/index.html", "../../P/8f3kq/index.html", "../../P/8F3KQ/", "../../index.html#nowhere", "#nowhere",
        "/index.html", "//fest.example/", "../../../index.html", "../../index.html?l=en", "javascript:alert(1)",
        "webcal://fest.example/all.ics", "https:", "http://[", "../../T/8F3KQ.ics#way",
    ],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_found(tmp_path: Path, link: str) -> None:
    assert found(tmp_path, f'<a href="{link}">') == [Broken("S/0000A/index.html", link)]


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="x.js"></script>',
        '<form action="x.js">',
        "<link href=x.js>",
        '<svg><use xlink:href="x.js"/></svg>',
    ],
)
def test_every_attribute_that_fetches_something_counts(tmp_path: Path, markup: str) -> None:
    assert found(tmp_path, markup) == [Broken("S/0000A/index.html", "x.js")]


def test_what_only_stands_in_the_folder_was_not_exported(tmp_path: Path) -> None:
    (tmp_path / "foreign.html").write_text("<p>", encoding="utf-8")
    assert found(tmp_path, '<a href="../../foreign.html">') == [
        Broken("S/0000A/index.html", "../../foreign.html")
    ]


def test_what_leads_to_other_sites_is_listed(tmp_path: Path) -> None:
    found(
        tmp_path,
        '<a href="https://b.example/"></a><a href="https://a.example/x"></a><a href="../../index.html">',
    )
    files = [*FILES, "S/0000A/index.html"]
    assert checked(tmp_path, files).outside == ["https://a.example/x", "https://b.example/"]
