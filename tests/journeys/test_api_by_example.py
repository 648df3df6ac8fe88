"""The page with the API examples: its commands run unchanged, one after the other."""

import re
import subprocess
from pathlib import Path

from tests.support.served_hall import serve

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESS = "http://127.0.0.1:8000"
SECONDS = 120


def test_every_command_of_the_page_does_what_the_page_says(
    initialised_hall: dict[str, str], tmp_path: Path
) -> None:
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    script = "\n".join(["set -euo pipefail", *blocks]).replace(ADDRESS, initialised_hall["HALL_BASE_URL"])
    with serve(initialised_hall):
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=tmp_path,
            env=initialised_hall,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
    assert done.returncode == 0, done.stderr
    assert "KeyReused" in done.stdout
    assert "granted" in done.stdout
    assert '"is_genuine":true' in done.stdout
    assert "CaseNotFound" in done.stdout
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "certificate.pdf").read_bytes().startswith(b"%PDF")
