"""Documentation: its paths, names, commands and links exist, and the map of the packages is complete."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from services_hall.settings import KNOWN

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = ("guides", "certificate_store", "services_hall")
FOR_DEVELOPERS: Final = ("CONTRIBUTING.md", "README.md")
DOCUMENTS: Final = (
    *FOR_DEVELOPERS,
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")),
)
CODE: Final = ("*.py", "*.toml", "*.html", "*.yaml")

CODE_BLOCK: Final = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
QUOTED: Final = re.compile(r"`([^`\n]+)`")
LINK: Final = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
FILE_NAME: Final = re.compile(r"[\w.-]+\.(?:py|md|html|scss|js|toml|ini|in|lock|txt|yaml|json|csv|svg)")
IDENTIFIER: Final = re.compile(r"[A-Za-z_]\w*")
PLACEHOLDER: Final = re.compile(r"[<>*{}…]")
MAKE: Final = re.compile(r"`make ([a-z]+)[^`]*`")
TARGET: Final = re.compile(r"^([a-z]+):.*##", re.MULTILINE)
MAP_LINE: Final = re.compile(r"^ {2}(\S+(?: {2}\S+)*) {3,}\S", re.MULTILINE)
MADE_BY_COMMANDS: Final = frozenset({"demo-output/", "bench-results.json", "static/build", "static/"})
"""What a command writes, and therefore no checkout has."""


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def quoted_in(text: str) -> Iterator[str]:
    """All text in backticks without spaces or placeholders, outside code blocks."""
    for quoted in QUOTED.findall(CODE_BLOCK.sub("", text)):
        if " " not in quoted and not PLACEHOLDER.search(quoted):
            yield quoted


def paths_in(text: str) -> Iterator[str]:
    """The paths in backticks, relative to the project root; URLs are left out."""
    for quoted in quoted_in(text):
        is_outside = quoted.startswith(("/", ".venv/")) or "://" in quoted or quoted in MADE_BY_COMMANDS
        if not is_outside and ("/" in quoted or FILE_NAME.fullmatch(quoted)):
            yield quoted


def identifiers_in(text: str) -> Iterator[str]:
    """The code names in backticks, recognised by their form: KINDS, next_state, CaseAction."""
    for quoted in quoted_in(text):
        for name in quoted.removesuffix("()").split("."):
            if IDENTIFIER.fullmatch(name) and (name != name.lower() or "_" in name):
                yield name


@cache
def words_of_the_code() -> frozenset[str]:
    folders = (*PACKAGES, "tests", "migrations", "benchmarks")
    files = [ROOT / "pyproject.toml", *(path for folder in folders for path in (ROOT / folder).rglob("*.*"))]
    texts = (path.read_text(encoding="utf-8") for path in files if any(map(path.match, CODE)))
    return frozenset(word for text in texts for word in IDENTIFIER.findall(text))


def rooms_of(package: str) -> set[str]:
    """The modules and folders directly in a package, as the map lists them."""
    inside = list((ROOT / package).iterdir())
    modules = {path.stem for path in inside if path.suffix == ".py" and path.stem != "__init__"}
    folders = {f"{path.name}/" for path in inside if any(path.rglob("*.*")) and path.name != "__pycache__"}
    return modules | {folder for folder in folders if folder not in MADE_BY_COMMANDS}


def rooms_on_the_map(package: str) -> set[str]:
    """The names that the README's map lists under a package."""
    below = re.search(rf"^{package} .*?\n\n", text_of("README.md").replace("```", "\n\n"), re.M | re.S)
    assert below is not None
    return {name for names in MAP_LINE.findall(below.group()) for name in names.split()}


@pytest.mark.parametrize("document", FOR_DEVELOPERS)
def test_every_path_that_a_document_names_exists(document: str) -> None:
    paths = set(paths_in(text_of(document)))
    assert paths
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []


@pytest.mark.parametrize("document", FOR_DEVELOPERS)
def test_every_name_of_code_that_a_document_gives_exists(document: str) -> None:
    assert sorted(set(identifiers_in(text_of(document))) - words_of_the_code()) == []


@pytest.mark.parametrize("document", FOR_DEVELOPERS)
def test_every_command_of_make_that_a_document_names_exists(document: str) -> None:
    named = set(MAKE.findall(text_of(document)))
    assert named
    assert named - set(TARGET.findall(text_of("Makefile"))) == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_to_a_file_leads_to_it(document: str) -> None:
    links = [link for link in LINK.findall(CODE_BLOCK.sub("", text_of(document))) if "://" not in link]
    assert [link for link in links if not (ROOT / document).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("document", ["README.md", "docs/operations.md"])
def test_every_setting_is_listed(document: str) -> None:
    named = set(re.findall(r"\b(?:HALL_)?([A-Z]+(?:_[A-Z]+)*)\b", text_of(document)))
    assert sorted(KNOWN - named) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_the_map_names_every_module_and_folder_of_a_package(package: str) -> None:
    assert rooms_on_the_map(package) == rooms_of(package)


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("`guides/orm.py` and `Makefile`", ["guides/orm.py"]),
        ("`pyproject.toml`, `tests/`", ["pyproject.toml", "tests/"]),
        ("`migrations/versions/<day>_<what>.py`, `services_hall/*/errors.py`", []),
        ("`/desk/cases`, `http://127.0.0.1:8000`, `.venv/bin/pytest`, `make demo`, `demo-output/`", []),
        ("```sh\ncat `guides/none.py`\n```\n`guides/orm.py`", ["guides/orm.py"]),
    ],
)
def test_paths_are_told_from_other_words_in_backticks(text: str, paths: list[str]) -> None:
    assert list(paths_in(text)) == paths


def test_names_of_code_are_told_from_other_words_in_backticks() -> None:
    text = "`CaseAction`, `next_state()`, `EventLog.change`, `make demo`, `guides/orm.py`, `<name>`, `serve`"
    assert list(identifiers_in(text)) == ["CaseAction", "next_state", "EventLog"]
