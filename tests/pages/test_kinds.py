"""Addresses: which page is meant, however it was spelt, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.pages.kinds import KINDS, find
from festival.schedule.codes import ALPHABET


@pytest.mark.parametrize(
    ("path", "kind", "code"),
    [
        ("/", "today", ""),
        ("/P/8F3K0", "project", "8F3K0"),
        ("/p/8f3ko/", "project", "8F3K0"),
        ("/s/8F3K0", "room", "8F3K0"),
        ("/H/il0oz", "station", "1100Z"),
        ("/t/00000", "session", "00000"),
        ("/w", "workshop", ""),
        ("/M/", "map", ""),
        ("/Q", "search", ""),
        ("/A/", "picks", ""),
        ("/DAY/", "programme", ""),
        ("/Day/2022-05-27", "day", "2022-05-27"),
        ("/day/2022-05-27t25/", "day", "2022-05-27T25"),
        ("/a/8f3k000000", "picks", "8F3K000000"),
        ("/A/8F3K08F3K0", "picks", "8F3K0"),
    ],
)
def test_a_page_is_found_however_it_is_spelt(path: str, kind: str, code: str) -> None:
    found = find(path)
    assert found is not None
    assert (found.kind.name, found.code) == (kind, code)


@pytest.mark.parametrize(
    "path",
    [
        *("/day/2022-5-27", "/day/2022-05-27T1", "/day/2022-05-27.ics", "/day/٢٠٢٢-05-27", "/day/../.."),
        *("", "//", "/P", "/P/", "/P/8F3K", "/P/8F3K00", "/P/8F3KU", "/X/8F3K0", "/W/8F3K0", "/Q/8F3K0"),
        *("/P/..", "/P/../..", "/../etc", "/P/8F3K\0", "/P/8F3K\n", "/P/8F3K0\r\nx: y", "/P/8F3K0/x", "/А/"),
        *(
            "/A/8F3K",
            "/A/" + "8F3K0" * 61,
            "/T/8F3K0.ics",
            "/P/٣٣٣٣٣",
            "/\N{LATIN SMALL LETTER LONG S}/8F3K0",
        ),
    ],
)
def test_what_no_page_is_called_is_not_found(path: str) -> None:
    assert find(path) is None


@pytest.mark.parametrize("path", ["/A/7ZQ3J4W0XKD1P9R8TB2MFNG5HC", "/a/7zq3j-4woxk-dip9r-8tb2m-fng5h-c/"])
def test_a_secret_is_no_list_of_codes(path: str) -> None:
    found = find(path)
    assert found is not None
    assert (found.kind.name, found.code, found.secret) == ("picks", "", "7ZQ3J4W0XKD1P9R8TB2MFNG5HC")
    assert found.path == "/A/7ZQ3J4W0XKD1P9R8TB2MFNG5HC"


@given(st.text(max_size=20))
def test_whatever_is_found_leads_to_itself(text: str) -> None:
    found = find(f"/{text}")
    assert found is None or find(found.path) == found


@given(
    st.sampled_from([kind for kind in KINDS.values() if kind.code == "one"]),
    st.text(ALPHABET, min_size=5, max_size=5),
)
def test_every_code_is_found_under_every_letter_that_takes_one(kind: object, code: str) -> None:
    path = f"/{getattr(kind, 'letter', '')}/{code}"
    found = find(path.lower())
    assert found is not None
    assert (found.kind, found.path) == (kind, path)
