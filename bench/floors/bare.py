"""An empty Textual app: what nobody who uses Textual can go below."""

from textual.app import App

App[None]().run()
