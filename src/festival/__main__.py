"""``python -m festival``."""

from festival.cli import main

main(prog_name="festival")
