import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.schedule.codes import ALPHABET, code_for, crockford


def test_code_stays_the_same_in_every_version_because_posters_are_printed() -> None:
    assert [code_for("room", "stage"), code_for("project", "stage")] == ["TEMJH", "SF24C"]


@given(st.text(), st.text())
def test_code_is_five_crockford_characters_and_survives_being_typed(kind: str, name: str) -> None:
    code = code_for(kind, name)
    assert len(code) == 5
    assert set(code) <= set(ALPHABET)
    assert crockford(code.lower()) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("8f3-ko", "8F3K0"),
        (" IiLl1 ", "11111"),
        ("ooO00", "00000"),
        ("8f3k", None),
        ("8f3kuu", None),
        ("8F3KU", None),
        ("8F3Kß", None),
        ("", None),
    ],
)
def test_typed_code_is_read_as_it_was_meant(typed: str, code: str | None) -> None:
    assert crockford(typed) == code
