from datetime import UTC, datetime

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from festival.schedule.edits import edit_from
from festival.schedule.model import Instant, Session, Url, words
from schedule.examples import at, session

INSTANT = TypeAdapter(Instant)
URL = TypeAdapter(Url)


def test_instant_is_kept_in_utc() -> None:
    found = INSTANT.validate_python("2022-05-27T14:00:00+02:00")
    assert (found, found.tzinfo) == (datetime(2022, 5, 27, 12, tzinfo=UTC), UTC)


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "1969-12-31T23:59:59Z",
        "2200-01-01T00:00:00Z",
    ],
)
def test_instant_at_the_edge_of_the_calendar_is_refused_and_no_crash(text: str) -> None:
    with pytest.raises(ValidationError, match="is not between 1970 and 2199"):
        edit_from({"kind": "move_session", "session": "a", "start": text})


def test_instant_without_an_offset_is_refused() -> None:
    with pytest.raises(ValidationError):
        INSTANT.validate_python("2022-05-27T14:00:00")


@pytest.mark.parametrize("text", ["https://fest.example", "https://fest.example:8443/a?b=c#d"])
def test_address_is_kept_as_it_is(text: str) -> None:
    assert URL.validate_python(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "http://fest.example", "https://user@fest.example", "https://fest.example:٤٤٣", "https://fest.example:123456",
        "https://fest.example/ü", "https://fest.example/a b", "https://fest.example\n", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_address_that_is_not_plain_https_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        URL.validate_python(text)


def test_a_copy_is_what_pydantic_would_make_without_what_was_derived() -> None:
    one = session("a", "14:00", "15:00", delay_min=5)
    moved = {"end": at("16:00")}
    assert one.expected.end == at("15:05")
    copy, theirs = one.model_copy(update=moved), BaseModel.model_copy(one, update=moved)
    assert copy.model_dump(exclude_unset=True) == theirs.model_dump(exclude_unset=True)
    assert set(copy.__dict__) == set(Session.model_fields)
    assert copy.model_fields_set == theirs.model_fields_set
    assert copy.expected.end == at("16:05")
    assert one.model_copy(deep=True).title is not one.title


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ({"de": "Bühne", "en": "Stage"}, "Stage"),
        ({"de": "Bühne"}, "Bühne"),
        ({"de": "Bühne", "und": "U"}, "U"),
        ({"de": "Bühne", "en": ""}, "Bühne"),
        ({"en": "", "fr": "", "nl": "Podium"}, "Podium"),
        ({"en": ""}, ""),
        ({}, ""),
    ],
)
def test_words_are_those_of_the_first_language_that_has_some(text: dict[str, str], said: str) -> None:
    assert words(text, ("en", "und")) == said
