from collections.abc import Iterator

import pytest

from formats.readers import Readers, three_readers


@pytest.fixture(scope="session")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readers]:
    with three_readers(tmp_path_factory.mktemp("ical-js")) as found:
        yield found
