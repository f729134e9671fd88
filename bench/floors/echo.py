"""A terminal program that does nothing but paint: each byte that is typed comes back in a line of 80 cells."""

import os
import tty

tty.setraw(0)
os.write(1, b"ready")
while key := os.read(0, 1):
    os.write(1, b"\x1b[1;1H" + key * 80)
