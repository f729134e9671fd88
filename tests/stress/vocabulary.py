"""What a program says to its terminal besides plain characters."""

import codecs
import re
import unicodedata

_SEQUENCE = re.compile(r"\x1b(?:\[([<-?]?)[0-;]*([ -/]*[@-~])|(.))", re.DOTALL)
_BEGUN = re.compile(r"\x1b(?:\[[<-?]?[0-;]*[ -/]*)?\Z")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def whole(output: bytes | bytearray) -> bytes:
    """Give the output without what has only begun at its end: the rest of a frame may be on its way."""
    last = max(output.rfind(b"\x1b"), 0)
    end = codecs.getincrementaldecoder("utf-8")().decode(output[last:])
    return bytes(output[:last]) + _BEGUN.sub("", end).encode()


def vocabulary(output: bytes) -> set[str]:
    """Give every kind of escape sequence, and every character that is not one to see.

    A CSI sequence stands as prefix and final (``?h``), another escape as ESC and what follows, a character as
    ``U+009B``.
    """
    text = output.decode("utf-8")
    said = {
        f"CSI {prefix}{final}" if final else f"ESC {other!r}"
        for prefix, final, other in set(_SEQUENCE.findall(text))
    }
    plain = set(_SEQUENCE.sub("", text))
    return said | {f"U+{ord(char):04X}" for char in plain if unicodedata.category(char) in _INVISIBLE}
