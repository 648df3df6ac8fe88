"""A hall in operation: created by its own commands in a new folder, then run by `serve`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.processes import Running, free_port, is_answered, run_process
from tests.support.shared_folder import make_once

HALL = [sys.executable, "-m", "services_hall"]
START_SECONDS = 120


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of a hall in `folder` on its own port, without other HALL_ settings."""
    port = str(free_port())
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HALL_")}
    own = {"HALL_DATA_DIR": str(folder), "HALL_BASE_URL": f"http://127.0.0.1:{port}", "PORT": port}
    return inherited | own | settings


def create_by_commands(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of a hall in `folder`, initialised and seeded with demo data."""
    environ = environment(folder, **settings)
    for words in (("init",), ("seed", "--demo")):
        subprocess.run([*HALL, *words], env=environ, check=True, capture_output=True)
    return environ


@pytest.fixture(scope="session")
def initialised_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with demo data, made by commands once for all processes of a run; to be copied only."""
    return make_once(tmp_path_factory, "initialised-hall", create_by_commands)


@pytest.fixture
def initialised_hall(initialised_folder: Path, tmp_path: Path) -> dict[str, str]:
    """The environment of a hall of its own with demo data, ready to be served."""
    shutil.copytree(initialised_folder, tmp_path / "hall")
    return environment(tmp_path / "hall")


@contextmanager
def serve(environ: dict[str, str]) -> Iterator[Running]:
    """Runs `serve` during the block, from its first response."""
    with run_process([*HALL, "serve"], environ) as process:
        ready = f"{environ['HALL_BASE_URL']}/healthz"
        process.wait_until(lambda: is_answered(ready), START_SECONDS, "the hall to answer")
        yield process
