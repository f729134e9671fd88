"""What careless and hostile people write: texts that try to leave the place they are shown in."""

from typing import Final

ESC: Final = "\x1b"
BEL: Final = "\x07"
TITLE: Final = "PWNED"
"""The window title that some of the texts try to set."""
MARKED: Final = "Workshop [EN]"
"""An honest title that looks like markup."""

HOSTILE: Final[dict[str, str]] = {
    "an honest title with brackets": MARKED,
    "CSI: colours, a cleared screen, a scrolled region": (
        f"{ESC}[31;5mred{ESC}[2J{ESC}[H{ESC}[?1049lgone{ESC}[3;5r{ESC}[999;999H{ESC}[10S{ESC}c{ESC}#8x"
    ),
    "CSI: questions, and one without an end": f"{ESC}[6n{ESC}[c{ESC}[>q{ESC}[21tq{ESC}[",
    "OSC 2, the title": f"{ESC}]2;{TITLE}{BEL}x{ESC}]0;{TITLE}{ESC}\\y",
    "OSC 8, a link": f"{ESC}]8;;https://evil.example{ESC}\\link{ESC}]8;;{ESC}\\",
    "OSC 52, the clipboard": f"{ESC}]52;c;cm0gLXJmIH4K{BEL}copied",
    "DCS, APC, PM and SOS": f"{ESC}P+q544e{ESC}\\{ESC}_Gi=1,a=T;AAAA{ESC}\\{ESC}^x{ESC}\\{ESC}Xy{ESC}\\z",
    "C1 controls": f"a\x9b2Jb\x9d2;{TITLE}\x9cc\x90x\x9cd\x85e",
    "C0 controls": f"{BEL * 20}visible\b\b\b\b\b\b\bhidden\rover\x0b\x0c\x7f\0b\x0e\x0fc\x00",
    "tabs": "a\tb\t\tc\t" * 40,
    "bidi override and isolate": "\u202egnp.exe\u202d\u202a\u202b\u202c \u2066left\u2067right\u2068first\u2069\u200e\u061c",
    "right to left": "שלום עולם مرحبا بالعالم " * 4,
    "markup with actions": "[@click=app.quit]x[/] [@click='app.bell']y[/] [link='https://evil.example']z[/link]",
    "unbalanced markup": "[/b] [/] [b [[ ]] [@click= [link= [bold red on blue] [$primary]",
    "zalgo": "Z" + "\u0300\u0316\u0489\u034f" * 60 + "a" + "\u0483" * 100,
    "combining marks alone": "\u0301" * 300,
    "a word of 200 kB": "W" * 200_000,
    "a wide word of 200 kB": "漢" * 66_000,
    "100,000 newlines": "a" + "\n" * 100_000 + "b\u2028c\u2029d\x85e\x1cf\r\n",
    "lone surrogates": "a\ud800b\udfffc\udc80",
    "private use and unassigned": "\ue000\uf8ff\U000f0000\U0010fffd\ufdd0\uffff\u0378x",
    "emoji": "👩‍👩‍👧‍👦 👍🏽 🏴‍☠️ 🇩🇪🇫🇮 1️⃣#️⃣ ❤️ 🫱🏻‍🫲🏿",
    "fillers and very wide characters": "x\ufe0f\u3164\u115f\u200b\u200d\u2060\ufeff﷽𒐫꧅" * 40,
    "an address that is none": "https://[evil/ //[ %s {0} {state} {} ${HOME} $(reboot)",
    "only blanks": " \u00a0\u2003\u3000 ",
}
