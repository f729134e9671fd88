"""Hostile text in every field: no page gains an element or an attribute by it."""

import json
from collections import Counter
from functools import cache

import pytest

from festival.pages import site
from pages.reading import reader_of, shown
from schedule.examples import at
from stress.poison import poisoned, whole_schedule
from stress.texts import HOSTILE

HARMLESS = "harmless"
MARKUP = {
    "an element": "<script>alert(1)</script><img src=x onerror=alert(1)><b>",
    "the end of an attribute": "\" onmouseover=\"alert(1)\" x='y' autofocus onfocus='alert(1)",
    "the end of a script": "</script><script>alert(1)</script><!--<script>",
    "the end of a title": "</title></head><body><h1>x</h1><svg onload=alert(1)>",
    "a template": "{{ 7 * 7 }} {% raw %} {# x #} ${7*7} %(x)s {0}",
    "entities": "&lt;b&gt; &#60;script&#62; &amp;lt; &",
    "an address": "javascript:alert(1)//https://evil.example",
    "a header": "x\r\nSet-Cookie: a=b\r\n\r\n<b>",
}
TEXTS = MARKUP | {name: text for name, text in HOSTILE.items() if "200 kB" not in name}


@cache
def pages_with(text: str) -> dict[str, object]:
    schedule = poisoned(whole_schedule(), text)
    real = tuple(
        one.model_copy(update={"sample": False}) for one in schedule.sessions
    )  # what programs read too
    reader = reader_of(
        schedule.model_copy(update={"sessions": real}), at("14:20"), language="en", base_url=None
    )
    paths = [*site.pages(reader.schedule)]
    documents = {path: shown(reader, path) for path in paths}
    documents["/A/x"] = shown(reader, "/A/" + "".join(reader.things.by_code["session"]))
    documents["/Q?q="] = shown(reader, "/Q", text)
    for path, document in documents.items():
        for data in filter(None, document.all("script")):
            assert json.loads(data)["@type"] == "Event", path
    assert any(filter(None, documents[path].all("script")) for path in paths)
    # A text may well have several paragraphs.
    paragraphs: Counter[tuple[str, tuple[str, ...]]] = Counter({("p", ()): 1_000})
    return {
        path: (document.skeleton() - paragraphs, sorted(document.attributes("href")))
        for path, document in documents.items()
    }


def but_for_texts(pages: dict[str, object]) -> dict[str, object]:
    """Leave out what a search finds: another text finds other things."""
    return {path: page for path, page in pages.items() if not path.startswith("/Q")}


@pytest.mark.parametrize(
    "text",
    [text for name, text in TEXTS.items() if name not in {"only blanks", "lone surrogates"}],
    ids=[name for name in TEXTS if name not in {"only blanks", "lone surrogates"}],
)
def test_no_text_adds_an_element_or_an_attribute_or_a_link(text: str) -> None:
    assert but_for_texts(pages_with(text)) == but_for_texts(pages_with(HARMLESS))


@pytest.mark.parametrize("text", MARKUP.values(), ids=MARKUP)
def test_nothing_that_is_searched_for_adds_an_element(text: str) -> None:
    reader = reader_of(whole_schedule(), at("14:20"), language="en")
    known = [shown(reader, "/Q", query).skeleton() for query in ("lab", "band", "ada", "forum", "xqzzyx")]
    found = shown(reader, "/Q", text[:100]).skeleton()
    assert set(found) - set().union(*known) == set()
