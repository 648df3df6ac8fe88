"""The hall as a newcomer runs it: `init`, `seed --demo` and `serve`, each a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx

from tests.support.processes import free_port, running

ROOT: Final = Path(__file__).parents[2]
START_SECONDS: Final = 60.0
COMMAND: Final = (sys.executable, "-m", "services_hall")


def is_ready(address: str) -> bool:
    """Whether the server answers and has all it needs."""
    try:
        return httpx.get(f"{address}/readyz", timeout=2, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


@contextmanager
def served_hall(folder: Path) -> Iterator[str]:
    """The address of a hall with demo data in `folder`, served with its worker while the block runs."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    env = {"HALL_DATA_DIR": str(folder), "HALL_BASE_URL": address, "PYTHONPATH": str(ROOT)}
    for words in (("init",), ("seed", "--demo")):
        done = subprocess.run(
            [*COMMAND, *words], env=os.environ | env, cwd=ROOT, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
    with running([*COMMAND, "serve", "--port", str(port)], env, cwd=ROOT) as server:
        server.wait_until(lambda: is_ready(address), START_SECONDS, "the hall to answer")
        yield address
