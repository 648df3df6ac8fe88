"""Layout of the tests: folders mirror the packages, `tests.support` is shared, fixtures are plugins."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
TESTS: Final = ROOT / "tests"
PACKAGES: Final = ("guides", "certificate_store", "services_hall")
OTHERS: Final = {
    "architecture": "what the source itself must keep",
    "browser": "whole stories in a real browser",
    "faults": "the long run against crashes and lost connections",
    "journeys": "whole stories through pages and API",
    "migrations": "the history of both databases' schemas",
    "setup": "what `make setup` installs and what tests stand on",
    "support": "code and fixtures that several test modules share",
}
"""The folders of tests that belong to no package of the same name."""
MODULES: Final = sorted(TESTS.rglob("*.py"))


def folders(parent: Path) -> Iterator[Path]:
    """The folders that contain Python files; deleted folders may still exist with cache files only."""
    return (folder for folder in parent.iterdir() if folder.is_dir() and any(folder.rglob("*.py")))


def imports_from(path: Path) -> Iterator[tuple[str, str]]:
    """The (module, name) of each `from tests… import …` in a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "tests":
            yield from ((str(node.module), alias.name) for alias in node.names)


def fixtures_of(path: Path) -> set[str]:
    return {
        node.name
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and any("pytest.fixture" in ast.unparse(decorator) for decorator in node.decorator_list)
    }


def test_every_folder_is_named_after_a_package_or_listed_with_what_it_holds() -> None:
    assert {folder.name for folder in folders(TESTS)} == {*PACKAGES, *OTHERS}
    mirrored = [folder for package in PACKAGES for folder in (TESTS / package).rglob("*/")]
    packages = [folder.relative_to(TESTS) for folder in mirrored if folder.name != "__pycache__"]
    assert [str(package) for package in packages if not (ROOT / package / "__init__.py").exists()] == []


def test_the_folders_of_packages_hold_tests_and_fixtures_only() -> None:
    others = [
        str(module.relative_to(ROOT))
        for module in MODULES
        if module.relative_to(TESTS).parts[0] in PACKAGES
        and not module.name.startswith("test_")
        and module.name not in {"__init__.py", "conftest.py"}
    ]
    assert others == []


def test_no_module_imports_tests_or_their_fixtures() -> None:
    fixtures = {
        (".".join(module.relative_to(ROOT).with_suffix("").parts), name)
        for module in MODULES
        for name in fixtures_of(module)
    }
    wrong = [
        (str(path.relative_to(ROOT)), module, name)
        for path in MODULES
        for module, name in imports_from(path)
        if (module, name) in fixtures
        or any(part.startswith(("test_", "conftest")) for part in (*module.split("."), name))
    ]
    assert wrong == []
