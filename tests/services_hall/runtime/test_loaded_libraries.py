"""Libraries that a process which answers requests loads only when it uses them."""

import json
import subprocess
import sys
from typing import Final

from tests.support.agency_systems import system
from tests.support.hall import SECRET, Hall
from tests.support.restaurant import LI, request_body

NEVER: Final = {"alembic", "weasyprint", "pyhanko", "rich", "pypdfium2"}
AT_FIRST_USE: Final = {"PIL", "pi_heif", "pypdf", "fontTools", "httpx", "rjieba", "pypinyin"}
"""Pictures, PDF documents, the client of an identity provider, the dictionaries of the search: 70 MB."""
PROGRAM: Final = """
import json, sys
from pathlib import Path
from services_hall.app import create_app
from services_hall.settings import Settings

given = json.load(sys.stdin)
client = create_app(Settings(data_dir=Path(given.pop("folder")), **given.pop("settings"))).test_client()
loaded = [sorted(set(given["watched"]) & set(sys.modules))]
for path in ("/", "/guides/SPJY-XB"):
    assert client.get(path).status_code == 200, path
headers = {"Authorization": "Bearer " + given["token"], "Idempotency-Key": "loaded-libraries"}
answer = client.post("/api/v1/applications", json=given["body"], headers=headers)
assert answer.status_code == 201, answer.text
loaded.append(sorted(set(given["watched"]) & set(sys.modules)))
json.dump(loaded, sys.stdout)
"""


def test_a_process_that_files_loads_no_library_for_files_search_and_sign_in(
    hall: Hall, hall_keyring: str
) -> None:
    program = system(hall, "market_supervision")
    given = {
        "folder": str(hall.folder),
        "settings": {
            "secret_key": SECRET,
            "keyring": hall_keyring,
            "database_url": f"sqlite:///{hall.folder / 'hall.db'}",
            "certificates_database_url": f"sqlite:///{hall.folder / 'certificates.db'}",
        },
        "token": program.token,
        "body": request_body(program, LI),
        "watched": sorted(NEVER | AT_FIRST_USE),
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=json.dumps(given), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == [[], []]
