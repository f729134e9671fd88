"""Sessions among the visitor's picks that nobody can attend both: which they are, and how that is said."""

from collections.abc import Mapping, Sequence

from festival.kiosk.state import State
from festival.schedule.model import Session
from festival.schedule.timeline import overlaps
from festival.tui.paint import Row, fit
from festival.wording.clashes import shared


def clash_summary(state: State, found: Mapping[str, Sequence[Session]], width: int) -> list[Row]:
    """Return one row that says which picks overlap; none when no two do."""
    if not found:
        return []
    locale = state.locale
    first = next(session for session in state.picked() if session.id in found)
    other = found[first.id][0]
    pair = [f"{locale.time(one.expected.start)} {state.say(one.title)}" for one in (first, other)]
    words = locale.t("Your picks overlap: {one} and {other}", one=pair[0], other=pair[1])
    return [[("  ", ""), (fit(f"▲ {words}", width - 4), "*late")]]


def clash_words(state: State, others: Sequence[Session]) -> str:
    """Return with which other picks a session overlaps."""
    locale = state.locale
    named = [f"{locale.times(one.expected.start, one.expected.end)} {state.say(one.title)}" for one in others]
    return f"▲ {locale.t('Overlaps with your pick: {others}', others=', '.join(named))}"


def clashes_with(state: State, session: Session) -> list[str]:
    """Return a sentence for each picked session that cannot be attended as well."""
    locale = state.locale
    others = [pick for pick in state.picked() if pick.id != session.id]
    sentences = []
    for pair in overlaps([session, *others]):
        if session in pair:
            other = pair[0] if pair[1] is session else pair[1]
            sentences.append(
                "▲ "
                + locale.t(
                    "Overlaps by {time} with {title}, which is among your picks ({times}).",
                    time=locale.duration(shared(session, other)),
                    title=state.say(other.title),
                    times=locale.times(other.expected.start, other.expected.end),
                )
            )
    return sentences
