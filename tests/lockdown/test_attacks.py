"""What a visitor, a barcode reader or a stray byte can send: the kiosk stays alive, at home and quick."""

import base64
import random

import pytest

from lockdown.conftest import HOME, ProbeTerminal

STALL_MS = 100
PAUSE_MS = 1000
FLOOD = 1_000_000
ESC = "\x1b"

CONTROL_KEYS = {f"control byte {code:#04x}": bytes([code]) for code in range(0x20)}
KITTY_KEYS = {f"kitty ctrl+{key}": f"{ESC}[{ord(key)};5u" for key in "cdpqsvwyz\\"}
ONE_OF_EACH: dict[str, str | bytes] = {
    "0xff": b"\xff",
    "a Latin-1 letter": b"\xe4",
    "a Latin-1 word": "Straße für Größe".encode("latin-1"),
    "every byte": bytes(range(256)),
    "8-bit CSI": b"\x9b48;9999;9999;1;1t",
    "8-bit OSC": b"\x9d52;c;x\x9c",
    "C1 in UTF-8": "\x85\x90\x9b\x9d\x9f".encode(),
    "half a UTF-8 character": b"\xf0\x9f\x98",
    "overlong UTF-8": b"\xc0\x80\xe0\x80\x80",
    "a surrogate in UTF-8": b"\xed\xa0\x80",
    "zero-width and combining": "\u200b\u202e" + "\u0301" * 500,
    "in-band resize": f"{ESC}[48;99999;99999;99999;99999t",
    "in-band resize to nothing": f"{ESC}[48;0;0;0;0t",
    "mode 2048 report": f"{ESC}[?2048;2$y{ESC}[48;1;1;1;1t",
    "unterminated CSI": f"{ESC}[",
    "unterminated CSI with parameters": f"{ESC}[1;2;3;4;5",
    "CSI with 100 kB of parameters": f"{ESC}[" + "1;" * 50_000,
    "CSI with 100 kB of intermediates": f"{ESC}[" + "!" * 100_000,
    "unterminated SS3": f"{ESC}O",
    "unterminated paste": f"{ESC}[200~abc",
    "end of a paste": f"{ESC}[201~",
    "paste in a paste": f"{ESC}[200~{ESC}[200~x{ESC}[201~{ESC}[201~",
    "focus lost and won": f"{ESC}[O{ESC}[I{ESC}[O",
    "mouse far outside": f"{ESC}[<0;9999;9999M{ESC}[<0;9999;9999m",
    "mouse at huge numbers": f"{ESC}[<0;99999999;99999999M",
    "mouse at negative numbers": f"{ESC}[<0;-1;-1M",
    "mouse button 999": f"{ESC}[<999;1;1M",
    "mouse drag without an end": f"{ESC}[<0;5;5M{ESC}[<32;90;29M",
    "X10 mouse": b"\x1b[M\xff\xff\xff",
    "rxvt mouse": f"{ESC}[35;10;10M",
    "OSC 52 answer": f"{ESC}]52;c;{base64.b64encode(b'ctrl+q').decode()}\x07",
    "device attributes": f"{ESC}[?62;22c{ESC}[>1;4000;0c{ESC}[=1c",
    "cursor position": f"{ESC}[30;100R{ESC}[99999;99999R",
    "device status": f"{ESC}[0n{ESC}[?1;2n",
    "kitty graphics answer": f"{ESC}_Gi=31;OK{ESC}\\",
    "colour answer": f"{ESC}]10;rgb:ffff/ffff/ffff{ESC}\\{ESC}]11;rgb:0/0/0\x07",
    "terminal version answer": f"{ESC}P>|foot(1.13.1){ESC}\\",
    "XTGETTCAP answer": f"{ESC}P1+r544e=666f6f74{ESC}\\",
    "kitty key beyond Unicode": f"{ESC}[99999999u{ESC}[1114112u",
    "kitty key that is a surrogate": f"{ESC}[55296u{ESC}[97;;56320u",
    "kitty key with subfields": f"{ESC}[97:65:98;5:1:1;97:98u",
    "kitty key that types an escape": f"{ESC}[97;;27:91:116u",
    "modifyOtherKeys ctrl+q": f"{ESC}[27;5;113~",
    "alt with every key": "".join(f"{ESC}{chr(code)}" for code in range(0x20, 0x7F)),
    "function keys of other terminals": f"{ESC}[[A{ESC}[[E{ESC}[25~{ESC}[34^{ESC}[2@{ESC}OM",
    "click on markup actions": f"{ESC}[<0;2;7M{ESC}[<0;2;7m{ESC}[<0;8;7M{ESC}[<0;8;7m{ESC}[<0;15;7M{ESC}[<0;15;7m",
    "double and triple click": f"{ESC}[<0;2;1M{ESC}[<0;2;1m" * 3,
    "drag over text": f"{ESC}[<0;1;1M{ESC}[<32;20;1M{ESC}[<32;20;4M{ESC}[<0;20;4m{ESC}[99;5u\x03",
    "shift+insert, middle click": f"{ESC}[2;2~{ESC}[<1;3;10M{ESC}[<1;3;10m",
}  # fmt: skip
FLOODS = {
    "a megabyte of one key": b"a" * FLOOD,
    "a megabyte of many keys": "aä日\r\x7f".encode() * (FLOOD // 8),
    "100 kB of tabs": b"\t" * 100_000,
    "100 kB of escapes": b"\x1b" * 100_000,
    "100 kB of alt keys": b"\x1bx" * 50_000,
    "100 kB of ctrl+q": b"\x11" * 100_000,
    "100 kB of cursor keys": b"\x1b[B\x1b[A" * 16_000,
    "200 kB of mouse moves": b"".join(b"\x1b[<35;%d;%dM" % (n % 100, n % 30) for n in range(16_000)),
    "100 kB of clicks": b"\x1b[<0;10;10M\x1b[<0;10;10m" * 4_000,
    "100 kB of wheel": b"\x1b[<64;10;10M\x1b[<65;10;10M" * 4_000,
    "100 kB of DCS": b"\x1bP" + b"x1;" * 33_000 + b"\x1b\\",
    "100 kB of OSC": b"\x1b]" + b"x1;" * 33_000 + b"\x07",
    "100 kB of APC": b"\x1b_" + b"x1;" * 33_000 + b"\x1b\\",
    "100 kB of PM": b"\x1b^" + b"x1;" * 33_000 + b"\x1b\\",
    "100 kB of SOS": b"\x1bX" + b"x1;" * 33_000 + b"\x1b\\",
    "100 kB of DCS without an end": b"\x1bP" + b"\x07x" * 50_000,
    "100 kB of OSC without an end": b"\x1b]" + b"x" * 100_000,
    "20,000 short DCS": b"\x1bPx\x1b\\" * 20_000,
    "20,000 in-band resizes": b"\x1b[48;99999;99999;9;9t" * 20_000,
    "20,000 cursor positions": b"\x1b[30;100R" * 20_000,
    "20,000 focus changes": b"\x1b[O\x1b[I" * 10_000,
    "a megabyte of bracketed paste": b"\x1b[200~" + b"pasted\r" * (FLOOD // 7) + b"\x1b[201~",
    "10,000 pastes": b"\x1b[200~x\x1b[201~" * 10_000,
    "100 kB of 0xff": b"\xff" * 100_000,
    "100 kB of zeros": b"\0" * 100_000,
    "200 kB of random bytes": random.Random(7).randbytes(200_000),
}  # fmt: skip
ATTACKS: dict[str, str | bytes] = {**CONTROL_KEYS, **KITTY_KEYS, **ONE_OF_EACH, **FLOODS}


@pytest.mark.parametrize("name", ATTACKS)
def test_the_kiosk_stays_alive_at_home_and_quick_under(kiosk: ProbeTerminal, name: str) -> None:
    kiosk.send(ATTACKS[name])
    report = kiosk.report()
    assert HOME in kiosk.text()
    assert report.stall_ms <= STALL_MS
    assert report.pause_ms <= PAUSE_MS
    assert report.size == "100x30"
    assert report.pastes == 0


def test_the_kiosk_has_written_no_file_and_no_title(kiosk: ProbeTerminal) -> None:
    assert [path for path in kiosk.folder.rglob("*") if path.is_file()] == []
    assert (kiosk.screen.titles, kiosk.screen.oscs, kiosk.screen.strings, kiosk.screen.bells) == (
        [],
        [],
        [],
        0,
    )


def test_keys_still_arrive_after_all_attacks(kiosk: ProbeTerminal) -> None:
    kiosk.press("f11")
    kiosk.wait_for("PROBE AWAY")
    assert HOME not in kiosk.text()
