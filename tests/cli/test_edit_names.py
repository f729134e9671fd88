"""What an organiser's words mean: names, lengths, times, texts."""

import click
import pytest

from festival.cli.editing.names import Kind, find
from festival.cli.editing.seen import Seen
from festival.cli.editing.words import MINUS, block_of, line_of, local_text, minutes_of, without_hyphens
from festival.programme import bundled, load
from festival.schedule.model import Schedule
from schedule import examples
from schedule.examples import at


@pytest.fixture(scope="module")
def bundle() -> Schedule:
    return load(bundled())


@pytest.mark.parametrize(
    ("text", "kinds", "found"),
    [
        ("u-stage", ("room",), "u-stage"),
        ("u-buehne", ("room", "session"), "u-stage"),
        ("U-Bühne", ("room", "session"), "u-stage"),
        ("room:u-stage", ("room", "session"), "u-stage"),
        ("u-st", ("room",), "u-stage"),
        ("u-quiz", ("session",), "u-quiz"),
        ("session:u-q", ("room", "session"), "u-quiz"),
        ("nachbarschaftsquiz", ("session",), "u-quiz"),
        ("big quiz", ("session",), "u-quiz"),
        ("forum", ("room",), "ws-forum"),
        ("tomorrow's quarter", ("station", "room", "session"), "vr-quartier"),
    ],
)
def test_a_name_is_an_id_its_beginning_or_words_of_a_title(
    text: str, kinds: tuple[Kind, ...], found: str, bundle: Schedule
) -> None:
    assert find(text, kinds, bundle).id == found


def test_an_id_wins_over_those_that_begin_alike_and_over_titles() -> None:
    day = examples.schedule(
        examples.session("band", "14:00", "15:00", title={"en": "Choir"}),
        examples.session("band-two", "15:00", "16:00"),
        examples.session("choir", "16:00", "17:00"),
        examples.session("chess", "17:00", "18:00", title={"en": "Band aid"}),
    )
    assert [find(name, ("session",), day).id for name in ("band", "band-", "choir", "aid")] == [
        "band",
        "band-two",
        "choir",
        "chess",
    ]


def test_what_may_be_several_lists_them() -> None:
    day = examples.schedule(
        examples.session("band-one", "14:00", "15:00", title={"de": "Die Eins", "en": "The One"}),
        examples.session("band-two", "15:00", "16:00", title={"de": "Die Zwei"}),
    )
    with pytest.raises(click.UsageError) as caught:
        find("band", ("session",), day)
    assert caught.value.message.splitlines() == [
        "'band' may be several. Give an id:",
        "  band-one (The One, Fri 14:00)",
        "  band-two (Die Zwei, Fri 15:00)",
    ]


def test_of_two_kinds_each_is_listed_with_its_own() -> None:
    day = examples.schedule(examples.session("jazz", "14:00", "15:00"), examples.room("jazz"))
    with pytest.raises(click.UsageError) as caught:
        find("jazz", ("room", "session"), day)
    assert caught.value.message.splitlines()[1:] == ["  room:jazz (jazz)", "  session:jazz (jazz, Fri 14:00)"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("u-stag3", "There is no room 'u-stag3'. Did you mean:\n  u-stage (U Stage)"),
        ("", "There is no room ''. There are:\n  "),
        ("zzz", "There is no room 'zzz'. There are:\n  "),
    ],
)
def test_what_is_unknown_says_what_there_is(text: str, said: str, bundle: Schedule) -> None:
    with pytest.raises(click.UsageError) as caught:
        find(text, ("room",), bundle)
    assert caught.value.message.startswith(said)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("15", 15), ("+15", 15), ("-5", -5), (f"{MINUS}5", -5), ("15m", 15), ("15min", 15), ("1h", 60), ("1h30", 90), ("-1h5m", -65), ("0", 0), ("24h", 1440)],
)  # fmt: skip
def test_a_length_is_minutes(text: str, minutes: int) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "+", "h", "m", "15x", "1.5h", "--5", "٣", "1441", "24h1", "99999", "1e3", " 5"]
)
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        minutes_of(text)


def test_only_negative_lengths_lose_their_hyphen() -> None:
    kept = ["-h", "--to", "-", "--", "-x5", "de=-5", "2022-05-27"]
    assert without_hyphens([*kept, "-5", "-1h30", "-15min"]) == [
        *kept,
        f"{MINUS}5",
        f"{MINUS}1h30",
        f"{MINUS}15min",
    ]


@pytest.mark.parametrize(
    ("text", "tagged"),
    [
        ("de=Regen", ("de", "Regen")),
        ("de-AT=Regen  heute", ("de-AT", "Regen heute")),
        ("en=", ("en", "")),
        ("en=a=b", ("en", "a=b")),
        ("Regen", ("und", "Regen")),
        ("E=mc2", ("und", "E=mc2")),
        ("Was = das", ("und", "Was = das")),
    ],
)
def test_a_text_may_name_its_language(text: str, tagged: tuple[str, str]) -> None:
    assert line_of(text) == tagged


def test_paragraphs_stay_where_they_may_be() -> None:
    assert block_of("de=Eins\n\nZwei") == ("de", "Eins\n\nZwei")
    assert local_text([line_of("de=Eins\n\nZwei"), line_of("Three")]) == {"de": "Eins Zwei", "und": "Three"}


@pytest.mark.parametrize(
    ("now", "text", "instant"),
    [
        ("14:20", "15:30", "15:30"),
        ("14:20", "24:30", "24:30"),
        ("14:20", "00:30", "24:30"),  # before the day begins, and the day goes on until 03:00
        ("24:10", "00:30", "24:30"),
        ("24:10", "23:00", "23:00"),
        ("14:20", "04:00", "04:00"),  # the day is over by then
        ("06:00", "15:30", "15:30"),  # the day is still to come
        ("50:00", "15:30", "63:30"),  # all days are over
        ("14:20", "2022-05-28T10:00", "34:00"),
        ("14:20", "2022-05-27T15:30+00:00", "17:30"),
        ("14:20", "2022-05-27T00:30", "00:30"),
    ],
)
def test_a_time_is_on_the_festivals_day(now: str, text: str, instant: str) -> None:
    assert Seen(examples.schedule(), at(now)).instant(text) == at(instant)


def test_a_time_for_a_session_is_on_its_day() -> None:
    tomorrow = examples.session("band", "34:00", "35:00")
    seen = Seen(examples.schedule(tomorrow), at("14:20"))
    assert seen.instant("11:00", day_of_session=tomorrow) == at("35:00")


def test_a_time_that_comes_twice_is_said_to(capsys: pytest.CaptureFixture[str]) -> None:
    found = Seen(examples.schedule(), at("14:20")).instant("2022-10-30T02:30")
    assert f"{found:%H:%M}" == "00:30"
    assert capsys.readouterr().err == (
        "02:30 comes twice in that night: CEST is taken. For the other, write the offset.\n"
    )


def test_a_time_that_is_left_out_is_refused() -> None:
    with pytest.raises(click.UsageError, match="does not exist on 2022-03-27"):
        Seen(examples.schedule(), at("14:20")).instant("2022-03-27T02:30")
