"""The built front-end files: complete, with hashed names, without requests to other hosts."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

BUILD = Path(__file__).parents[2] / "services_hall" / "static" / "build"


@pytest.fixture
def manifest() -> dict[str, str]:
    made: dict[str, str] = json.loads((BUILD / "manifest.json").read_text(encoding="utf-8"))
    return made


def test_the_pages_find_their_stylesheet_and_scripts(manifest: dict[str, str]) -> None:
    assert {"hall.css", "hall.js", "htmx.min.js", "govuk-frontend.min.js"} <= manifest.keys()


def test_a_name_changes_with_the_content(manifest: dict[str, str]) -> None:
    for plain, present in manifest.items():
        content = (BUILD / present).read_bytes()
        if not plain.startswith("fonts/"):
            assert hashlib.sha256(content).hexdigest()[:12] == present.split(".")[-2]


def test_texts_lie_compressed_beside_themselves(manifest: dict[str, str]) -> None:
    for present in manifest.values():
        if present.endswith((".css", ".js", ".svg")):
            plain, packed = BUILD / present, BUILD / f"{present}.gz"
            assert gzip.decompress(packed.read_bytes()) == plain.read_bytes()
            assert (BUILD / f"{present}.br").stat().st_size < plain.stat().st_size


def test_the_stylesheet_names_only_files_that_are_there(manifest: dict[str, str]) -> None:
    stylesheet = (BUILD / manifest["hall.css"]).read_text(encoding="utf-8")
    named = [
        name for name in re.findall(r"url\([\"']?([^\"')]+)", stylesheet) if not name.startswith("data:")
    ]
    assert [name for name in named if not (BUILD / name).is_file()] == []


def test_no_web_font_is_asked_of_a_page(manifest: dict[str, str]) -> None:
    assert "@font-face" not in (BUILD / manifest["hall.css"]).read_text(encoding="utf-8")
