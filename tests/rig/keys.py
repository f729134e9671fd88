"""The bytes that an xterm sends for a key, named as Textual names it."""

_NAMED = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "backspace": "\x7f",
    "escape": "\x1b",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    "f11": "\x1b[23~",
    "f12": "\x1b[24~",
}


def key_text(name: str) -> str:
    """Give the text for one key: a single character, `enter`, `ctrl+c`, `shift+tab`, `f1`, ...

    Raises ValueError for a name that it does not know.
    """
    if name in _NAMED:
        return _NAMED[name]
    if len(name) == 1:
        return name
    if name.startswith("ctrl+") and len(name) == 6:
        return chr(ord(name[-1].upper()) & 0x1F)
    if name.startswith("alt+"):
        return "\x1b" + key_text(name.removeprefix("alt+"))
    message = f"no key is named {name!r}"
    raise ValueError(message)


def mouse_text(column: int, row: int, *, button: int = 0, down: bool) -> str:
    """Give an SGR mouse report (xterm ctlseqs, mode 1006) for a cell counted from 0; button 0 is the left one."""
    return f"\x1b[<{button};{column + 1};{row + 1}{'M' if down else 'm'}"
