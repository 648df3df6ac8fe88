"""Source code: short modules, one clock, identical twin modules, no registry addresses."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("services_hall", "guides", "certificate_store")
LONGEST_MODULE = 400
WRITTEN_BY_ALEMBIC = "migrations/versions/"  # each lists every table
CLOCK = "services_hall/clock.py"
CLOCK_READERS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}
# Concatenated, so that this file does not contain them itself.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("npmmirror", "com"),
        ("yarnpkg", "com"),
    )
)
INDEX_OPTIONS = tuple(
    "--" + option for option in ("index-url", "extra-index-url", "find-links", "trusted-host")
)


def source_files(*patterns: str) -> list[str]:
    """The tracked and new files that match these Git patterns."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in sorted(set(listed.splitlines())) if (ROOT / name).is_file()]


def modules(*folders: str) -> list[str]:
    return source_files(*(f"{folder}/**.py" for folder in folders))


def clock_readings(source: str) -> Iterator[int]:
    """The lines of `source` that read the system time."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            if (name, node.attr) in CLOCK_READERS:
                yield node.lineno


def is_future_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def shape_of_tables(source: str) -> str:
    """The code of an orm module without docstrings and without the database name."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and ast.get_docstring(node) is not None
        ):
            node.body = node.body[1:]
    tree.body = [node for node in tree.body if not is_future_import(node)]
    base = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Base")
    tree.body.remove(base)
    return ast.unparse(tree)


def test_no_module_holds_two_ideas() -> None:
    written = modules(*PACKAGES, "migrations", "benchmarks", "tests", "scripts")
    names = [name for name in written if not name.startswith(WRITTEN_BY_ALEMBIC)]
    lengths = {name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in names}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_only_the_clock_reads_the_time() -> None:
    readings = [
        f"{name}:{line}"
        for name in modules(*PACKAGES)
        if name != CLOCK
        for line in clock_readings((ROOT / name).read_text(encoding="utf-8"))
    ]
    assert readings == []


@pytest.mark.parametrize(
    "source", ["datetime.now(UTC)", "dt.datetime.utcnow()", "date.today()", "f(now=time.time)"]
)
def test_a_reading_of_the_time_is_found(source: str) -> None:
    assert list(clock_readings(source)) == [1]


def test_both_libraries_lay_their_tables_alike() -> None:
    ours, theirs = (
        shape_of_tables((ROOT / package / "orm.py").read_text(encoding="utf-8"))
        for package in ("guides", "certificate_store")
    )
    assert ours == theirs


def test_no_file_names_a_package_registry() -> None:
    forbidden = re.compile("|".join(map(re.escape, (*REGISTRIES, *INDEX_OPTIONS))), re.IGNORECASE)
    naming = [
        name
        for name in source_files()
        if forbidden.search((ROOT / name).read_bytes().decode(errors="ignore"))
    ]
    assert naming == []


def test_the_lock_of_the_front_end_names_packages_by_hash_alone() -> None:
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in lock
    assert '"resolved"' not in lock
    assert '"integrity": "sha512-' in lock


@pytest.mark.parametrize("lock", ["requirements.lock", "scripts/bootstrap.lock"])
def test_every_locked_package_has_a_hash(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip())
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert not (ROOT / "uv.lock").exists()
