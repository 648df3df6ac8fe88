"""Typed terms: only the catalogue itself reads the stored JSON of terms by key."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RAW_JSON = {
    "guides/terms": "checks terms and builds the frozen values",
    "guides/editions": "compares editions element by element",
    "guides/exchange": "reads and writes terms as JSON and YAML",
    "guides/bundles/schema.py": "checks the terms of bundles",
    "services_hall/guide_desk": "edits drafts whose terms may still be wrong",
}
SQL_EXPRESSIONS = {"GuideEdition", "BundleEdition"}
"""Columns of these models are read by key inside SQL, where no frozen value exists."""


def reads_by_key(source: str) -> Iterator[int]:
    """The lines that read a value from something named content or terms by a text key or with `get`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant | ast.Tuple):
            owner, key = node.value, node.slice
            if isinstance(key, ast.Constant) and not isinstance(key.value, str):
                continue
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            owner = node.func.value
        else:
            continue
        if name_of(owner) in {"content", "terms"} and not is_column(owner):
            yield node.lineno


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def is_column(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in SQL_EXPRESSIONS
    )


def test_nobody_else_reads_stored_terms_by_key() -> None:
    reads = []
    for package in ("guides", "services_hall"):
        for path in (ROOT / package).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            if not any(name.startswith(room) for room in RAW_JSON):
                reads += [f"{name}:{line}" for line in reads_by_key(path.read_text(encoding="utf-8"))]
    assert reads == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('edition.content["limits"]["promised"]', [1]),
        ('terms.get("fees")', [1]),
        ('GuideEdition.content[("access", "visits")]', []),
        ("edition.terms.limits.promised.days", []),
        ("contents[code]", []),
    ],
)
def test_reads_by_key_are_found(source: str, lines: list[int]) -> None:
    assert list(reads_by_key(source)) == lines
