"""The staff PIN: kept as a hash, tried slowly, remembered over a restart."""

import json
import stat
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from festival.kiosk.pin_file import FILE_NAME, VARIABLE, choose_pin, load_pin, save_pin
from festival.locale import locale_for
from festival.tui.pin import LONGEST_LOCKOUT_S, Answer, PinGate, PinHash, PinUnusable

PIN = "271828"
HASH = PinHash.of(PIN, salt=b"salt" * 4)
LOCALE = locale_for("en", ZoneInfo("Europe/Berlin"))


class Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.mark.parametrize("pin", ["", "123", "1" * 13, "12a4", "١٢٣٤", "1234\n", " 1234"])
def test_a_pin_of_other_than_4_to_12_digits_is_refused(pin: str) -> None:
    with pytest.raises(PinUnusable, match="4 to 12 digits"):
        PinHash.of(pin)


def test_a_hash_reads_back_and_never_shows_the_pin() -> None:
    assert PinHash.parse(f" {HASH}\n") == HASH
    assert PIN not in str(HASH)
    assert PinHash.of(PIN) != PinHash.of(PIN)


@given(st.text(max_size=200))
def test_a_stored_text_that_is_no_hash_is_refused_without_being_quoted(text: str) -> None:
    with pytest.raises(PinUnusable) as refused:
        PinHash.parse(text)
    assert str(refused.value) == "The stored PIN cannot be read. Make a new one with: festival kiosk pin"


def test_the_right_pin_opens_and_a_wrong_one_does_not() -> None:
    gate = PinGate(HASH, monotonic=Clock())
    assert gate.enabled
    tries = [gate.attempt(pin) for pin in ("271827", "", "\ud800", PIN)]
    assert tries == [Answer.WRONG, Answer.WRONG, Answer.WRONG, Answer.LOCKED]
    assert PinGate(HASH, monotonic=Clock()).attempt(PIN) is Answer.RIGHT


def test_lockouts_grow_from_30_seconds_to_an_hour() -> None:
    clock = Clock()
    gate = PinGate(HASH, monotonic=clock)
    waits = []
    for _ in range(10):
        for _ in range(3):
            assert gate.attempt("0000") is Answer.WRONG
        waits.append(gate.wait_s)
        clock.now_s += gate.wait_s
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_the_right_pin_during_a_lockout_is_not_looked_at() -> None:
    clock = Clock()
    gate = PinGate(HASH, monotonic=clock)
    for _ in range(3):
        gate.attempt("0000")
    assert (gate.attempt(PIN), gate.wait_s, gate.tries_left) == (Answer.LOCKED, 30, 0)
    clock.now_s += 29.9
    assert gate.attempt(PIN) is Answer.LOCKED
    clock.now_s += 0.1
    assert gate.attempt(PIN) is Answer.RIGHT
    assert (gate.tries_left, gate.state) == (3, {"failures": 0, "locked": False})


def test_without_a_pin_nothing_opens() -> None:
    gate = PinGate(None, monotonic=Clock())
    assert not gate.enabled
    assert gate.attempt("") is Answer.WRONG


def test_a_lockout_survives_a_restart_in_full() -> None:
    clock = Clock()
    gate = PinGate(HASH, monotonic=clock)
    for _ in range(3):
        gate.attempt("0000")
    clock.now_s += 20
    state = json.loads(json.dumps(gate.state))
    again = PinGate(HASH, monotonic=Clock(), state=state)
    assert again.wait_s == 30
    assert again.attempt(PIN) is Answer.LOCKED


def test_tries_before_a_lockout_survive_a_restart() -> None:
    gate = PinGate(HASH, monotonic=Clock())
    gate.attempt("0000")
    again = PinGate(HASH, monotonic=Clock(), state=gate.state)
    assert (again.wait_s, again.tries_left) == (0, 2)


json_values: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just([])
)


@settings(max_examples=25, deadline=None)  # each try costs what a try is meant to cost
@given(st.dictionaries(st.sampled_from(["failures", "locked", "else"]), json_values))
def test_any_state_makes_a_gate_that_opens_within_the_longest_lockout(state: dict[str, object]) -> None:
    clock = Clock()
    gate = PinGate(HASH, monotonic=clock, state=state)
    assert 0 <= gate.wait_s <= LONGEST_LOCKOUT_S
    clock.now_s += gate.wait_s
    assert gate.attempt(PIN) is Answer.RIGHT


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 5000), st.booleans()), max_size=25))
def test_no_more_than_three_tries_are_looked_at_between_lockouts(steps: list[tuple[float, bool]]) -> None:
    clock = Clock()
    gate = PinGate(HASH, monotonic=clock)
    looked_at, locked_until_s = 0, 0.0
    for wait_s, restart in steps:
        clock.now_s += wait_s
        if restart:
            gate = PinGate(HASH, monotonic=clock, state=gate.state)
            locked_until_s = (
                max(locked_until_s, clock.now_s) if gate.wait_s == 0 else clock.now_s + gate.wait_s - 1
            )
        answer = gate.attempt("0000")
        if answer is Answer.LOCKED:
            continue
        assert clock.now_s >= locked_until_s
        looked_at += 1
        if looked_at % 3 == 0:
            assert gate.wait_s >= 30
            locked_until_s = clock.now_s + 30


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    assert load_pin({}, tmp_path) is None
    save_pin(HASH, tmp_path)
    other = PinHash.of("1234")
    assert load_pin({}, tmp_path) == HASH
    assert load_pin({VARIABLE: str(other)}, tmp_path) == other


def test_a_broken_file_is_an_error_and_not_a_kiosk_without_pin(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("scrypt:00:11")
    with pytest.raises(PinUnusable):
        load_pin({}, tmp_path)
    (tmp_path / FILE_NAME).unlink()
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(PinUnusable, match="cannot be read"):
        load_pin({}, tmp_path)


def test_the_file_is_private_and_replaced_whole(tmp_path: Path) -> None:
    path = save_pin(HASH, tmp_path / "config")
    save_pin(PinHash.of("1234"), tmp_path / "config")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_new_pin_is_asked_for_twice() -> None:
    asked: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return PIN

    assert choose_pin(ask, LOCALE).matches(PIN)
    assert asked == ["New staff PIN (4 to 12 digits)", "The same PIN again"]
    answers = iter([PIN, "1234"])
    with pytest.raises(PinUnusable, match="differ"):
        choose_pin(lambda _: next(answers), LOCALE)
