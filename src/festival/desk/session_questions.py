"""What has to be asked before a session can be changed: by how much, where to, when, what instead."""

from collections.abc import Callable
from typing import Final

from textual.message import Message

from festival.desk.dialogs.choice import ChoiceDialog
from festival.desk.dialogs.entry import EntryDialog
from festival.desk.dialogs.lines import Line
from festival.desk.messages import Propose, Say
from festival.desk.new_sessions import added, replacement
from festival.desk.page import DeskPage
from festival.desk.typed import typed_languages, typed_minutes, typed_time, typed_times
from festival.desk.view.told import state_word
from festival.locale import Locale
from festival.schedule import edits
from festival.schedule.model import Room, Session
from festival.schedule.timeline import place_of

_FULL: Final = ("open", "few", "full", "unknown")


class SessionQuestions(DeskPage):
    """A page that asks what it must know before it proposes an edit of a session."""

    @property
    def session(self) -> Session | None:
        """The session that the keys are about."""
        raise NotImplementedError

    @property
    def room_here(self) -> Room | None:
        """The room that delays and additions are about."""
        raise NotImplementedError

    def action_begun(self) -> None:
        """Ask since when it has been on."""
        session, state = self.session, self.state
        if session is None or state is None:
            return
        t, zone, start = state.locale.t, state.schedule.festival.zone, session.expected.start
        dialog = EntryDialog(
            t("When did it begin? {session}", session=state.say(session.title)),
            hint=t("A time like 14:30; what it was late by becomes a delay"),
            text=state.locale.time(start),
            check=lambda text, _locale: complaint(
                lambda: typed_time(text, start, zone), t("Type a time like 14:30.")
            ),
        )
        self.ask(
            dialog,
            lambda text: Propose(edits.StartSession(session=session.id, at=typed_time(text, start, zone))),
        )

    def action_extend(self) -> None:
        """Ask by how much it is longer."""
        session = self.session
        if session is not None and self.state is not None:
            t = self.state.locale.t
            dialog = EntryDialog(
                t("How many minutes longer? {session}", session=self.state.say(session.title)),
                hint=t("10, or -10 to cut it short"),
                check=lambda text, _locale: complaint(
                    lambda: typed_minutes(text), t("Type minutes, like 10 or -5.")
                ),
            )
            self.ask(
                dialog,
                lambda text: Propose(edits.ExtendSession(session=session.id, minutes=typed_minutes(text))),
            )

    def action_move_session(self) -> None:
        """Ask for the room, then for the time."""
        session, state = self.session, self.state
        if session is None or state is None:
            return
        here = place_of(session).room
        lines = [
            Line(one.id, state.say(one.name), state.locale.t("here") if one.id == here else "")
            for one in state.schedule.rooms
        ]
        question = state.locale.t("Move to which room? {session}", session=state.say(session.title))
        self.ask(ChoiceDialog(question, lines, first=here), lambda room: self._ask_start(session, room))

    def _ask_start(self, session: Session, room: str) -> None:
        if self.state is None:
            return
        t, locale, zone = self.state.locale.t, self.state.locale, self.state.schedule.festival.zone
        start, is_here = session.expected.start, room == session.expected.room

        def check(text: str, _locale: Locale) -> str:
            if not text and not is_here:
                return ""
            return complaint(lambda: typed_time(text, start, zone), t("Type a time like 14:30."))

        def moved(text: str) -> Message:
            when = typed_time(text, start, zone) if text and text != locale.time(start) else None
            if when is None and is_here:
                return Say(t("It is there already."))
            return Propose(edits.MoveSession(session=session.id, room=None if is_here else room, start=when))

        hint = t("14:30; empty: its time stays")
        self.ask(EntryDialog(t("From when?"), hint=hint, text=locale.time(start), check=check), moved)

    def action_split(self) -> None:
        """Ask when it stops and when it goes on."""
        session, state = self.session, self.state
        if session is None or state is None:
            return
        t, zone, near = state.locale.t, state.schedule.festival.zone, session.expected.start

        def split(text: str) -> Message:
            at, resume = typed_times(text, near, zone)
            return Propose(edits.SplitSession(session=session.id, at=at, resume=resume))

        dialog = EntryDialog(
            t("When does it stop, and when does it go on? {session}", session=state.say(session.title)),
            hint=t("Two times: 15:10 15:30"),
            check=lambda text, _locale: complaint(
                lambda: split(text), t("Type two times, the earlier first: 15:10 15:30.")
            ),
        )
        self.ask(dialog, split)

    def action_replace(self) -> None:
        """Ask what takes place instead."""
        session, state = self.session, self.state
        if session is None or state is None:
            return
        t, known = state.locale.t, state.schedule

        def replaced(text: str) -> Message:
            by = replacement(known, session, typed_languages(text, known.festival.languages))
            return Propose(edits.ReplaceSession(session=session.id, by=by))

        self._ask_title(
            t("What takes place instead of {session}?", session=state.say(session.title)), replaced
        )

    def action_add(self) -> None:
        """Ask what is added, then when."""
        state, room = self.state, self.room_here
        if state is None or room is None:
            return
        t = state.locale.t
        question = t("What is added in {room}?", room=state.say(room.name))
        self._ask_title(question, lambda text: self._ask_times(room, text))

    def _ask_times(self, room: Room, title: str) -> None:
        state = self.state
        if state is None:
            return
        t, zone, now, known = state.locale.t, state.schedule.festival.zone, state.now, state.schedule

        def add(text: str) -> Message:
            start, end = typed_times(text, now, zone)
            names = typed_languages(title, known.festival.languages)
            return Propose(edits.AddSession(session=added(known, room, names, start, end)))

        dialog = EntryDialog(
            t("From when to when?"),
            hint=t("Two times: 15:10 15:30"),
            check=lambda text, _locale: complaint(
                lambda: add(text), t("Type two times, the earlier first: 15:10 15:30.")
            ),
        )
        self.ask(dialog, add)

    def _ask_title(self, question: str, then: Callable[[str], Message | None]) -> None:
        state = self.state
        if state is not None:
            t = state.locale.t
            tags = " / ".join(state.schedule.festival.languages)
            dialog = EntryDialog(
                question,
                hint=t("Its title; in every language, parted by a slash: {tags}", tags=tags),
                check=lambda text, _locale: "" if text else t("Type a title."),
            )
            self.ask(dialog, then)

    def action_fullness(self) -> None:
        """Ask how full it is."""
        session, state = self.session, self.state
        if session is None or state is None:
            return
        lines = [Line(one, state_word(state, None if one == "unknown" else one)) for one in _FULL]
        question = state.locale.t("How full is it? {session}", session=state.say(session.title))

        def said(known: str) -> Message:
            value = None if known == "unknown" else known
            return Propose(edits.SetSessionState.model_validate({"session": session.id, "state": value}))

        self.ask(ChoiceDialog(question, lines, first=session.live.state or "full"), said)

    def action_correct(self) -> None:
        """Ask which text, then for the right one."""
        session, state = self.session, self.state
        if session is None or state is None:
            return
        t = state.locale.t
        names = {"title": t("Title"), "abstract": t("Description")}
        lines = [
            Line(f"{field} {tag}", f"{names[field]} ({tag})", about=text)
            for field in names
            for tag, text in self._texts(session, field).items()
        ]
        self.ask(
            ChoiceDialog(t("Which text?"), lines), lambda key: self._ask_text(session, *key.split(" ", 1))
        )

    def _texts(self, session: Session, field: str) -> dict[str, str]:
        """Return the text of a field by language, the festival's languages that it lacks included."""
        known: dict[str, str] = getattr(session, field)
        tags = self.state.schedule.festival.languages if self.state is not None and "und" not in known else ()
        return {tag: known.get(tag, "") for tag in (*known, *(tag for tag in tags if tag not in known))}

    def _ask_text(self, session: Session, field: str, tag: str) -> None:
        if self.state is None:
            return
        t, known = self.state.locale.t, self._texts(session, field)[tag]

        def corrected(text: str) -> Message:
            edit = {"thing": "session", "id": session.id, "field": field, "text": {tag: text}}
            return Propose(edits.CorrectText.model_validate(edit))

        self.ask(EntryDialog(t("The right text ({tag})", tag=tag), text=known), corrected)


def complaint(read: Callable[[], object], sentence: str) -> str:
    """Return `sentence` if `read` cannot read what was typed (pydantic's errors are ValueErrors too), else ""."""
    try:
        read()
    except ValueError:
        return sentence
    return ""
