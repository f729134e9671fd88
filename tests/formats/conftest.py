import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def ical_js(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the reader in JavaScript, and the library that it reads with."""
    folder = tmp_path_factory.mktemp("ical-js")
    for name in ("package.json", "read.mjs"):
        shutil.copy(HERE / name, folder)
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error")
    subprocess.run(["npm", "install", *quiet], cwd=folder, check=True, timeout=100, capture_output=True)
    return folder
