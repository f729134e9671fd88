"""A batch that is being prepared, in rows: its edits in order, and whether they still fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from festival.desk.drafts import Draft
from festival.desk.state import DeskState
from festival.desk.view.previewed import previewed
from festival.desk.view.told import told
from festival.schedule.edits import SingleEdit
from festival.schedule.fitting import Fit, Fitting
from festival.tui.paint import Row, fit, join, wrap
from festival.wording.refusals import refusal

_AROUND: Final = 8


@dataclass(frozen=True, slots=True)
class Step:
    """One edit of the batch."""

    number: int
    """From 0 on."""
    edit: SingleEdit
    fit: Fit | None
    """None: not looked at yet."""


def steps(draft: Draft, found: Fitting | None) -> tuple[Step, ...]:
    """Return the edits of `draft`, each with how it fits, as far as that was `found` out for just this edit."""
    fits = {id(one.edit): one for one in (found.fits if found else ())}
    return tuple(Step(number, edit, fits.get(id(edit))) for number, edit in enumerate(draft.edits))


@dataclass(frozen=True, slots=True)
class StepPainter:
    """Paints the edits, for :class:`festival.tui.cards.Cards`, in one state."""

    state: DeskState | None = None

    def key(self, one: Step) -> str | None:
        """Return its number."""
        return str(one.number)

    def height(self, one: Step, width: int) -> int:
        """Return how many rows it takes."""
        return len(self.rows(one, width))

    def rows(self, one: Step, width: int) -> Sequence[Row]:
        """Return its row; why it does not fit stands below."""
        if self.state is None:
            return [[]]
        sign, role = _sign(one)
        words = fit(told(self.state, one.edit), width - _AROUND)
        rows: list[Row] = [[(f" {one.number + 1:>3} ", "muted"), (f"{sign} ", role), (words, "")]]
        if one.fit is not None and one.fit.preview is None:
            why = _why(self.state, one.fit)
            rows += [[(" " * 7, ""), (line, "stop")] for line in wrap(why, width - _AROUND, 2)]
        return rows


def _sign(one: Step) -> tuple[str, str]:
    if one.fit is None:
        return "…", "muted"
    return ("✓", "*good") if one.fit.preview is not None else ("✕", "*stop")


def _why(state: DeskState, fit: Fit) -> str:
    said = refusal(state, fit.refused) if fit.refused else ""
    return state.locale.t("does not fit any more: {why}", why=said)


def summary(state: DeskState, draft: Draft, found: Fitting | None) -> list[Row]:
    """Return how many edits there are, whether all fit, and what they would do together."""
    locale, t = state.locale, state.locale.t
    parts: list[Row] = [[(locale.n("{n} edit", "{n} edits", len(draft.edits)), "*")]]
    if len(state.drafts) > 1:
        at = [one.key for one in state.drafts].index(draft.key) + 1
        parts.append([(t("batch {at} of {n}", at=at, n=len(state.drafts)), "muted")])
    if found is not None and draft.edits:
        parts += _verdict(state, found)
    rows = [[(" ", ""), *join(parts, ("  ·  ", "muted"))]]
    if (words := published(state, draft)) is not None:
        rows.append([(f" ◷ {words}", "late")])
    return [*rows, []]


def published(state: DeskState, draft: Draft) -> str | None:
    """Return in words that `draft` was published here already; None if it was not."""
    revision = draft.published_in(state.schedule.epoch)
    return None if revision is None else state.locale.t("Published as revision {n} already", n=revision)


def _verdict(state: DeskState, found: Fitting) -> list[Row]:
    locale, t = state.locale, state.locale.t
    refused = sum(one.preview is None for one in found.fits)
    if refused:
        words = locale.n("{n} edit does not fit any more", "{n} edits do not fit any more", refused)
        return [[(f"✕ {words}", "*stop")]]
    if found.whole is None:
        return [[(f"✕ {t('everything is so already')}", "*stop")]]
    parts: list[Row] = [[(f"✓ {t('all of it fits')}", "*good")]]
    if found.is_earlier:
        parts.append([(f"▲ {t('something would begin earlier')}", "*late")])
    new, solved = len(found.whole.new_conflicts), len(found.whole.solved_conflicts)
    if new:
        parts.append([(f"▲ {locale.n('{n} new conflict', '{n} new conflicts', new)}", "*late")])
    if solved:
        parts.append([(locale.n("{n} conflict solved", "{n} conflicts solved", solved), "good")])
    return parts


def about_step(state: DeskState, one: Step, width: int) -> list[Row]:
    """Return what an edit would do after those before it."""
    title: list[Row] = [[(line, "*")] for line in wrap(told(state, one.edit), width, 2)]
    reason = state.say(one.edit.reason)
    if reason:
        title.append([(f"{state.locale.t('Reason')}: {fit(reason, width - 10)}", "muted")])
    if one.fit is None:
        return title
    if one.fit.preview is None:
        why = _why(state, one.fit)
        kept = state.locale.t("It stays here until you remove it (d); the batch is not published with it.")
        return [
            *title,
            *([(line, "stop")] for line in wrap(why, width)),
            *([(line, "muted")] for line in wrap(kept, width)),
        ]
    return [*title, *previewed(state, one.fit.preview, width)]


def explanation(state: DeskState, draft: Draft | None) -> list[Row]:
    """Return how a batch is filled, for when there is nothing in it."""
    t = state.locale.t
    lines = (
        t("A batch is a set of edits that is prepared now and published later, whole or not at all."),
        t("On any page make an edit as usual; when its preview is open, press b: it goes into the batch."),
        t("n begins a batch with a name of its own, l takes one from a file."),
    )
    first = (
        t("There is no edit in {name} yet.", name=draft.name) if draft else t("No batch is being prepared.")
    )
    return [[(first, "*")], [], *([(line, "muted")] for one in lines for line in wrap(one, 72))]
