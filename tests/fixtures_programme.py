"""Synthetic programmes of any size, for tests and the bench: deterministic, German and English."""

from pathlib import Path

_TOPICS = (
    ("Nachbarschaft", "Neighbourhood"),
    ("Straße", "Street"),
    ("Wandel", "Change"),
    ("Größe", "Size"),
    ("Energie", "Energy"),
    ("Bildung", "Education"),
    ("Garten", "Garden"),
)
_FORMS = (("Gespräch", "talk"), ("Werkstatt", "workshop"), ("Musik", "music"), ("Führung", "tour"))
_FIRST = ("Ayşe", "Björn", "Chloé", "Łukasz", "Mara", "Noé", "Öznur", "Peter")
_HEAD = """\
[festival]
id = "synthetic"
name = "Synthetic"
timezone = "Europe/Berlin"
languages = ["de", "en"]
url = "https://example.org/"
[[festival.day]]
date = "2022-05-27"
start = "08:00"
end = "29:00"
[[track]]
id = "talks"
name.de = "Gespräche"
name.en = "Talks"
"""


def _room(number: int) -> str:
    return f"""
[[room]]
id = "room-{number}"
kind = "room"
name.de = "Raum {number}"
name.en = "Room {number}"
sample = true
"""


def _person(number: int) -> str:
    return f"""
[[person]]
id = "person-{number}"
name = "{_FIRST[number % len(_FIRST)]} {number}"
sample = true
"""


def _session(number: int, rooms: int, people: int) -> str:
    german, english = _TOPICS[number % len(_TOPICS)]
    form, kind = _FORMS[number % len(_FORMS)]
    start = 8 * 60 + number // rooms * 20 % (20 * 60)
    return f"""
[[session]]
id = "session-{number}"
room = "room-{number % rooms}"
kind = "{kind}"
start = "{start // 60:02}:{start % 60:02}"
minutes = 20
title.de = "{form} {number}: {german} und Zukunft"
title.en = "{kind.capitalize()} {number}: {english} and future"
abstract.de = "Wir sprechen über {german} in der Stadt: was gelingt, was fehlt, wer mitmacht. Fragen erwünscht."
abstract.en = "We speak about {english} in the city: what works, what is missing, who takes part. Ask us."
speakers = ["person-{number % people}"]
"""


def write_programme(folder: Path, sessions: int) -> Path:
    """Write a programme of `sessions` sessions into `folder`, 2,000 a file, and return the folder."""
    rooms = max(4, sessions // 50)
    people = max(8, sessions // 4)
    folder.mkdir(parents=True, exist_ok=True)
    places = "".join(_room(number) for number in range(rooms))
    people_text = "".join(_person(number) for number in range(people))
    (folder / "festival.toml").write_text(_HEAD + places + people_text, encoding="utf-8")
    defaults = '[defaults.session]\nday = "2022-05-27"\ntrack = "talks"\nlanguages = ["de"]\nsample = true\n'
    for first in range(0, sessions, 2_000):
        part = range(first, min(first + 2_000, sessions))
        text = defaults + "".join(_session(number, rooms, people) for number in part)
        (folder / f"sessions-{first // 2_000}.toml").write_text(text, encoding="utf-8")
    return folder
