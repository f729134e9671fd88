from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from festival.settings import Settings, SettingsError, checked_base_url, checked_site_url, moment

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://fest.example", "https://fest.example"),
        ("https://fest.example/", "https://fest.example"),
        ("HTTPS://Fest.Example:8443", "HTTPS://Fest.Example:8443"),
        ("http://192.168.1.7:8080", "http://192.168.1.7:8080"),
        ("http://[2001:db8::7]:8080/", "http://[2001:db8::7]:8080"),
        ("", None),
        (None, None),
    ],
)
def test_base_url_is_an_origin(text: str | None, origin: str | None) -> None:
    assert checked_base_url(text) == origin
    assert checked_site_url(text) == origin


@pytest.mark.parametrize("path", ["/2022", "/Archive/2022", "/~ada/a-b_c.d"])
def test_a_site_of_files_may_have_a_path(path: str) -> None:
    assert checked_site_url(f"https://Fest.Example:8443{path}/") == f"https://Fest.Example:8443{path}"


@pytest.mark.parametrize(
    "path", ["/.", "/..", "/a/../b", "/.well-known", "//a", "/a//b", "/a b", "/a%20b", "/ü", "/a?b"]
)
def test_a_path_is_letters_and_folders(path: str) -> None:
    with pytest.raises(SettingsError, match="give scheme, host and at most a plain path"):
        checked_site_url(f"https://fest.example{path}")


@pytest.mark.parametrize(
    "text",
    [
        "fest.example", "ftp://fest.example", "https://", "https:///", "https://fest.example/path",
        "https://fest.example?q", "https://fest.example#f", "https://user@fest.example", "https://u:p@fest.example",
        "https://fest.example:", "https://fest.example:0", "https://fest.example:65536", "https://fest.example:http",
        "http://[::1", "http://::1", "https://fest example", "https://fest.example\n", "https://fest\x1b[2J.example",
        "https://füst.example", "https://fest.example:٤٤٣", "https://-fest.example", " https://fest.example",
    ],
)  # fmt: skip
def test_base_url_that_cannot_lead_a_phone_anywhere_is_refused(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        checked_base_url(text)
    assert str(caught.value).startswith(f"The base URL {text!r} is not an address like https://fest.example")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2022-05-27T14:20", datetime(2022, 5, 27, 12, 20, tzinfo=UTC)),
        ("2022-05-27T14:20:05+00:00", datetime(2022, 5, 27, 14, 20, 5, tzinfo=UTC)),
        ("2022-10-30T02:30", datetime(2022, 10, 30, 0, 30, tzinfo=UTC)),
        ("2022-03-27T03:00", datetime(2022, 3, 27, 1, 0, tzinfo=UTC)),
    ],
)
def test_moment_is_local_unless_it_has_an_offset(text: str, instant: datetime) -> None:
    found = moment(text, BERLIN)
    assert (found, found.tzinfo) == (instant, UTC)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2022-03-27T02:30", "'2022-03-27T02:30' does not exist in Europe/Berlin: the clocks go forward."),
        ("0001-01-01T00:00+14:00", "'0001-01-01T00:00+14:00' is no time of a festival."),
        ("9999-12-31T23:59", "'9999-12-31T23:59' is no time of a festival."),
        ("25:00", "'25:00' is not a date and time like 2022-05-27T14:20."),
    ],
)
def test_moment_that_never_comes_is_refused(text: str, why: str) -> None:
    with pytest.raises(SettingsError) as caught:
        moment(text, BERLIN)
    assert str(caught.value) == why


def test_one_variable_puts_all_folders_below_one(tmp_path: Path) -> None:
    found = Settings.from_environment(
        {
            "FESTIVAL_HOME": str(tmp_path),
            "FESTIVAL_PROGRAMME": "mine",
            "FESTIVAL_BASE_URL": "https://fest.example/",
        }
    )
    assert found == Settings(
        tmp_path / "state", tmp_path / "cache", tmp_path / "config", Path("mine"), "https://fest.example"
    )


def test_a_hub_is_an_origin_like_the_base_url_and_the_error_names_it() -> None:
    assert Settings.from_environment({"FESTIVAL_HUB": "http://10.0.0.5:8022/"}).hub == "http://10.0.0.5:8022"
    assert Settings.from_environment({}).hub is None
    with pytest.raises(SettingsError, match=r"^The hub 'hub\.example' is not an address"):
        Settings.from_environment({"FESTIVAL_HUB": "hub.example"})


def test_a_token_is_taken_without_blanks_around_it() -> None:
    assert Settings.from_environment({"FESTIVAL_TOKEN": " fest_a_b-c\n"}).token == "fest_a_b-c"
    assert Settings.from_environment({"FESTIVAL_TOKEN": " "}).token is None


@pytest.mark.parametrize("token", ["a b", "a\r\nX-Header: 1", "tökén", "x" * 300, "\x1b[2J"])
def test_what_is_no_token_is_refused_and_not_repeated(token: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({"FESTIVAL_TOKEN": token})
    assert token not in str(caught.value)


def test_a_hub_s_log_and_tokens_are_below_the_home_unless_they_are_named(tmp_path: Path) -> None:
    settings = Settings.from_environment({"FESTIVAL_HOME": str(tmp_path), "FESTIVAL_STORE": ""})
    assert (settings.store, settings.tokens) == (None, None)
    assert settings.default_store == tmp_path / "state" / "hub" / "festival.sqlite"
    named = {"FESTIVAL_STORE": "postgresql://db/fest", "FESTIVAL_TOKENS": "/etc/festival/tokens.json"}
    settings = Settings.from_environment(named)
    assert (settings.store, settings.tokens) == ("postgresql://db/fest", Path("/etc/festival/tokens.json"))
