"""What the day made of a session, in words that stand in a list, in a calendar and on a page alike."""

from itertools import groupby

from festival.locale.texts import Locale
from festival.schedule.live import Departure
from festival.schedule.model import Schedule, Session, words


def told(session: Session, schedule: Schedule, locale: Locale) -> str:
    """Return in what `session` departs from the plan; a reason follows all that it explains. Empty: in nothing.

    ``Moved (instead of 15:00 Forum) – Rain, 10 min later (instead of 15:30)``
    """
    parts = _parts(session, schedule, locale)
    found = []
    for reason, names in groupby(parts, key=lambda name: words(session.live.why(name), locale.languages)):
        found.append(", ".join(parts[name] for name in names) + (f" – {reason}" if reason else ""))
    return ", ".join(found)


def _parts(session: Session, schedule: Schedule, locale: Locale) -> dict[Departure, str]:
    t, live = locale.t, session.live
    if live.cancelled:
        return {"cancelled": t("Cancelled")}
    parts: dict[Departure, str] = {}
    if live.moved is not None:
        room = schedule.room_by_id.get(session.room)
        name = words(room.name, locale.languages) if room else session.room
        before = f"{locale.time_beside(session.start, live.moved.start)} {name}"
        parts["moved"] = f"{t('Moved')} ({t('instead of {before}', before=before)})"
    if live.delay_min:
        before = locale.time(session.slot.start)
        later = t("{n} min later", n=live.delay_min)
        parts["delay_min"] = f"{later} ({t('instead of {before}', before=before)})"
    if live.overrun_min > 0:
        parts["overrun_min"] = t("takes {n} min longer", n=live.overrun_min)
    elif live.overrun_min < 0:
        parts["overrun_min"] = t("ends {n} min earlier", n=-live.overrun_min)
    if live.state == "full":
        parts["state"] = t("Full")
    return parts
