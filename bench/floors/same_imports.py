"""An empty Textual app that first loads the libraries that festival loads before its first frame."""

import logging.handlers  # noqa: F401
import zoneinfo  # noqa: F401

import click  # noqa: F401
import platformdirs  # noqa: F401
from pydantic import (  # noqa: F401
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
)
from textual.app import App

App[None]().run()
