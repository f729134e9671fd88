import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.schedule.text import BLOCK_CAP, LINE_CAP, MAX_MARKS, clean_block, clean_line, fold

REMOVED = {"Cc", "Cf", "Cs", "Co", "Cn"}
nasty = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Zl", "Zp"]),
        st.sampled_from("a\u0301\u202e\u2066\ufeff\x1b\x9b\u200d\ufe0f\U0001f3fb\U0001f1e9\r\n\t\u1160ﬁ"),
    )
)
cleaners = pytest.mark.parametrize(("clean", "breaks"), [(clean_line, ""), (clean_block, "\n")])


@cleaners
@given(text=nasty)
def test_clean_text_holds_nothing_that_a_screen_obeys(
    clean: Callable[..., str], breaks: str, text: str
) -> None:
    cleaned = clean(text)
    assert [char for char in cleaned if unicodedata.category(char) in REMOVED and char not in breaks] == []
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode()


@cleaners
@given(text=nasty)
def test_cleaning_twice_changes_nothing(clean: Callable[..., str], breaks: str, text: str) -> None:
    assert clean(clean(text)) == clean(text)


@cleaners
@given(text=st.text(st.sampled_from("ae\u0301\u0323\u0489\u20dd\u094d \n"), max_size=60))
def test_marks_on_one_letter_are_limited(clean: Callable[..., str], breaks: str, text: str) -> None:
    run = 0
    for char in clean(text):
        run = run + 1 if unicodedata.category(char)[0] == "M" else 0
        assert run <= MAX_MARKS


@given(nasty, st.integers(1, 40))
def test_line_is_one_line_within_its_cap(text: str, cap: int) -> None:
    cleaned = clean_line(text, cap)
    assert len(cleaned) <= cap
    assert cleaned == " ".join(cleaned.split())


@given(nasty, st.integers(1, 40))
def test_block_is_within_its_cap_and_has_no_wide_gaps(text: str, cap: int) -> None:
    cleaned = clean_block(text, cap)
    assert len(cleaned) <= cap
    assert "\n\n\n" not in cleaned
    assert cleaned == cleaned.strip()


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("Größe – „nebenan“ 2022", "Größe – „nebenan“ 2022"),
        ("Workshop [EN] [@click=app.quit]x[/]", "Workshop [EN] [@click=app.quit]x[/]"),
        ("\x1b]2;title\x07\x1b[31mred\x9b0m", "]2;title[31mred0m"),
        ("one\r\ntwo\u2028three\ttabs", "one two three tabs"),
        ("user\u202egnp.exe\u2066\u2069", "usergnp.exe"),
        ("\ud800lone\udfff", "lone"),
        ("\ue000private\U000f0000", "private"),
        ("zero\u200bwidth\ufeff soft\xadhyphen", "zerowidth softhyphen"),
        ("e\u0301te\u0301", "été"),
        ("👩\u200d👧 👍\U0001f3fd 1\ufe0f\u20e3 🇩🇪", "👩👧 👍 1 DE"),
        ("  much   space  ", "much space"),
        ("\x00\x07", ""),
    ],
)
def test_line_is_cleaned(dirty: str, clean: str) -> None:
    assert clean_line(dirty) == clean


def test_zalgo_loses_its_tower() -> None:
    assert clean_line("Z" + "\u0489" * 50 + "o") == "Z" + "\u0489" * MAX_MARKS + "o"


def test_long_texts_are_cut_with_an_ellipsis() -> None:
    assert clean_line("x" * 200_000) == "x" * (LINE_CAP - 1) + "…"
    assert clean_block("x" * 200_000) == "x" * (BLOCK_CAP - 1) + "…"
    assert clean_block("\n" * 100_000) == ""


def test_block_keeps_lists_and_paragraphs() -> None:
    assert clean_block("One\r\n- two\n\n\n\nThree  four \n") == "One\n- two\n\nThree four"


@pytest.mark.parametrize("spelling", ["Größe", "GRÖSSE", "GRO\u0308SSE", "größe"])
def test_folded_spellings_meet(spelling: str) -> None:
    assert fold(spelling) == "grosse"


@given(st.text())
def test_fold_twice_changes_nothing_more_for_latin_text(text: str) -> None:
    latin = "".join(char for char in text if char < "\u0250")
    assert fold(fold(latin)) == fold(latin)
