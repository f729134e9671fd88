"""What a terminal may say to the app: text, known keys, mouse reports; everything else is dropped.

A terminal's input is hostile on a kiosk: a paste, a barcode reader or a loose cable can send any byte. This filter
stands before Textual's parser, holds a bounded number of bytes whatever comes, and lets no sequence pass that it
does not know. Grammar of the sequences: ECMA-48 (5.4 control sequences, 5.6 control strings) with the ways that
VT500 terminals leave a broken one; SGR mouse reports and bracketed paste as in xterm's ctlseqs; keys also in kitty's
encoding (https://sw.kovidgoyal.net/kitty/keyboard-protocol/).
"""

import re
from codecs import getincrementaldecoder
from collections.abc import Callable
from typing import Final

ESC: Final = "\x1b"
LONGEST_SEQUENCE: Final = 40
"""Bytes of the longest sequence that can pass; also the bound on what the filter holds back."""
PASTE_CAP: Final = 4096
"""Bytes of one paste that pass where pasting is allowed; the rest of it is dropped."""

_PASTE_BEGIN: Final = b"\x1b[200~"
_PASTE_END: Final = b"\x1b[201~"
_CSI: Final = re.compile(rb"\x1b\[[0-?]{0,32}[ -/]{0,2}")
_STRING_END: Final = re.compile(rb"[\x18\x1a\x1b]")
_OSC_END: Final = re.compile(rb"[\x07\x18\x1a\x1b]")
# The number fields of a key are what Textual's parser hands to int() and chr().
_KEY: Final = re.compile(rb"\x1b\[(\d{0,7})(?:;\d{0,3}(?:;([\d:]{0,20}))?)?[u~ABCDEFHPQSZ^@]")
_MOUSE: Final = re.compile(rb"\x1b\[<\d{1,3};\d{1,4};\d{1,4}[Mm]")
_SYNC_REPORT: Final = re.compile(rb"\x1b\[\?2026;\d\$y")
_FOCUS: Final = re.compile(rb"\x1b\[[IO]")
# Takes the buffer, where to begin and what passes; returns where to go on.
_State = Callable[[bytes, int, bytearray], int]
_C1: Final = re.compile("[\x80-\x9f]")


class InputFilter:
    """Reads bytes in any pieces and gives the text that is safe to parse; never longer than what came in.

    Invalid UTF-8, C1 controls, control strings (DCS, OSC, SOS, PM, APC), reports that nobody asked for (size, cursor
    position, device attributes), and oversized or broken sequences are dropped. Without `paste` so is everything
    between the marks of a bracketed paste, and focus reports: on a kiosk the app always has the focus.
    """

    def __init__(self, *, paste: bool) -> None:
        self._pasting_allowed = paste
        self._state: _State = self._ground
        self._openers: dict[bytes, _State] = {
            b"[": self._csi,
            b"O": self._single_shift,
            b"]": self._begin_osc,
            **dict.fromkeys((b"P", b"X", b"^", b"_"), self._begin_string),
            b"\\": self._stray_terminator,
        }
        self._held = b""
        self._skip = 0
        self._paste_room = 0
        self._decode = getincrementaldecoder("utf-8")("ignore").decode

    def feed(self, data: bytes) -> str:
        """Take the next bytes and give what passes. The same bytes in other pieces give the same text in sum."""
        buffer, self._held = self._held + data, b""
        out = bytearray()
        at = 0
        while at < len(buffer):
            at = self._state(buffer, at, out)
        return _C1.sub("", self._decode(bytes(out)))

    @property
    def patience_s(self) -> float | None:
        """Seconds of silence after which :meth:`idle` should be called; None when nothing is unfinished."""
        if self._state == self._ground:
            # A person may be pressing the escape key: every terminal program waits about this long to know.
            return 0.1 if self._held else None
        # A terminal at hand sends a paste in one go; over a network it may pause.
        return 1.0 if self._pasting_allowed else 0.2

    def idle(self) -> str:
        """Give up what is unfinished, so that a sequence without an end cannot swallow the next visitor's keys.

        Returns `ESC` when the escape key alone was pressed, the closing mark of a paste that passed its opening
        one, and otherwise nothing.
        """
        closed = ""
        if self._state == self._paste and self._pasting_allowed:
            closed = _PASTE_END.decode()
        elif self._state == self._ground and self._held == b"\x1b":
            closed = ESC
        self._state, self._held = self._ground, b""
        return closed

    def _hold(self, buffer: bytes, at: int) -> int:
        self._held = buffer[at:]
        return len(buffer)

    def _ground(self, buffer: bytes, at: int, out: bytearray) -> int:
        escape = buffer.find(b"\x1b", at)
        if escape != at:
            end = len(buffer) if escape < 0 else escape
            out += buffer[at:end]
            return end
        following = buffer[at + 1 : at + 2]
        if not following:
            return self._hold(buffer, at)
        if opener := self._openers.get(following):
            return opener(buffer, at, out)
        if b" " <= following <= b"~":
            out += buffer[at : at + 2]  # Alt and a key
            return at + 2
        # An ESC must never pass alone: whatever follows it could become a sequence in the parser.
        return at + 1

    def _stray_terminator(self, buffer: bytes, at: int, out: bytearray) -> int:
        return at + 2

    def _begin_osc(self, buffer: bytes, at: int, out: bytearray) -> int:
        self._state = self._osc
        return at + 2

    def _begin_string(self, buffer: bytes, at: int, out: bytearray) -> int:
        self._state = self._string
        return at + 2

    def _single_shift(self, buffer: bytes, at: int, out: bytearray) -> int:
        """SS3: function and cursor keys in application mode."""
        final = buffer[at + 2 : at + 3]
        if not final:
            return self._hold(buffer, at)
        if not b"@" <= final <= b"~":
            return at + 2
        out += buffer[at : at + 3]
        return at + 3

    def _csi(self, buffer: bytes, at: int, out: bytearray) -> int:
        head = _CSI.match(buffer, at)
        end = head.end() if head else at + 2
        if end == len(buffer):
            return self._hold(buffer, at)
        final = buffer[end]
        if 0x20 <= final < 0x40:
            self._state = self._oversized_csi
            return end
        if not 0x40 <= final < 0x7F:
            return end
        sequence = buffer[at : end + 1]
        if sequence == b"\x1b[[":
            return self._console_key(buffer, at, out)
        if sequence == b"\x1b[M":
            self._state, self._skip = self._x10_mouse, 3
        elif sequence == _PASTE_BEGIN:
            self._begin_paste(out)
        elif self._passes(sequence):
            out += sequence
        return end + 1

    def _passes(self, sequence: bytes) -> bool:
        if key := _KEY.fullmatch(sequence):
            code, text = key.groups()
            characters = (text or b"").split(b":")
            return _is_code_point(code) and all(not part or _is_printable(part) for part in characters)
        if _FOCUS.fullmatch(sequence):
            return self._pasting_allowed
        return bool(_MOUSE.fullmatch(sequence) or _SYNC_REPORT.fullmatch(sequence))

    def _console_key(self, buffer: bytes, at: int, out: bytearray) -> int:
        """F1 to F5 of the Linux console: ESC [ [ and a letter."""
        letter = buffer[at + 3 : at + 4]
        if not letter:
            return self._hold(buffer, at)
        if b"A" <= letter <= b"E":
            out += buffer[at : at + 4]
            return at + 4
        return at + 3

    def _oversized_csi(self, buffer: bytes, at: int, out: bytearray) -> int:
        while at < len(buffer) and 0x20 <= buffer[at] < 0x40:
            at += 1
        if at < len(buffer):
            self._state = self._ground
            at += 0x40 <= buffer[at] < 0x7F
        return at

    def _x10_mouse(self, buffer: bytes, at: int, out: bytearray) -> int:
        """Three bytes after ESC [ M: a report in the oldest encoding, which Textual does not read."""
        taken = min(self._skip, len(buffer) - at)
        self._skip -= taken
        if not self._skip:
            self._state = self._ground
        return at + taken

    def _osc(self, buffer: bytes, at: int, out: bytearray) -> int:
        return self._until(_OSC_END, buffer, at)

    def _string(self, buffer: bytes, at: int, out: bytearray) -> int:
        return self._until(_STRING_END, buffer, at)

    def _until(self, terminator: re.Pattern[bytes], buffer: bytes, at: int) -> int:
        end = terminator.search(buffer, at)
        if end is None:
            return len(buffer)
        if end[0] != b"\x1b":
            self._state = self._ground
            return end.end()
        if end.end() == len(buffer):
            return self._hold(buffer, end.start())
        # ESC \ is the string terminator; ESC and anything else begins a new sequence.
        self._state = self._ground
        return end.end() + 1 if buffer[end.end()] == ord("\\") else end.start()

    def _begin_paste(self, out: bytearray) -> None:
        self._state, self._paste_room = self._paste, PASTE_CAP
        if self._pasting_allowed:
            out += _PASTE_BEGIN

    def _paste(self, buffer: bytes, at: int, out: bytearray) -> int:
        end = buffer.find(_PASTE_END, at)
        stop = end if end >= 0 else len(buffer) - _overlap(buffer[at:])
        if self._pasting_allowed:
            piece = buffer[at:stop].replace(b"\x1b", b"")[: self._paste_room]
            self._paste_room -= len(piece)
            out += piece
        if end < 0:
            return self._hold(buffer, stop)
        self._state = self._ground
        if self._pasting_allowed:
            out += _PASTE_END
        return end + len(_PASTE_END)


def _overlap(tail: bytes) -> int:
    """Give how many bytes at the end of `tail` may be the beginning of a paste's closing mark."""
    return next((n for n in range(len(_PASTE_END) - 1, 0, -1) if tail.endswith(_PASTE_END[:n])), 0)


def _is_code_point(digits: bytes) -> bool:
    """Whether it is a Unicode scalar value (or nothing): no surrogate, none beyond U+10FFFF."""
    number = int(digits or b"0")
    return number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF


def _is_printable(digits: bytes) -> bool:
    return _is_code_point(digits) and int(digits) >= 0x20 and not 0x7F <= int(digits) <= 0x9F
