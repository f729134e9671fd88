"""What the pages of every app ask of it."""

from textual.message import Message


class Go(Message):
    """Show a page, about a subject if it is a page about one thing."""

    def __init__(self, page: str, subject: str = "") -> None:
        super().__init__()
        self.page = page
        self.subject = subject


class Back(Message):
    """Show the page before."""


class Speak(Message):
    """Change the language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
