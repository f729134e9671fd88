"""Where a hub keeps what it has."""

from pathlib import Path

import pytest

from festival.cli.place import Place
from festival.settings import Settings

HOME = {"FESTIVAL_HOME": "/home/ada"}


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        (
            {},
            Place(
                "/home/ada/state/hub/festival.sqlite",
                Path("/home/ada/state/hub/tokens.json"),
                Path("/home/ada/state/hub"),
            ),
        ),
        (
            {"FESTIVAL_STORE": "sqlite:///srv/fest.db"},
            Place("sqlite:///srv/fest.db", Path("/srv/tokens.json"), Path("/srv")),
        ),
        (
            {"FESTIVAL_STORE": "postgresql://db/fest"},
            Place("postgresql://db/fest", Path("/home/ada/config/tokens.json"), None),
        ),
        (
            {"FESTIVAL_STORE": "postgresql://db/fest", "FESTIVAL_TOKENS": "/srv/t.json"},
            Place("postgresql://db/fest", Path("/srv/t.json"), None),
        ),
    ],
    ids=str,
)
def test_tokens_are_beside_the_log_or_in_the_configuration(environment: dict[str, str], place: Place) -> None:
    assert Place.of(Settings.from_environment(HOME | environment)) == place
