"""Transactions: only use cases, commands, jobs and set-up code open them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HALL = ROOT / "services_hall"
OPENERS = frozenset({"transaction", "certificate_transaction"})
ALLOWED = ("cli", "database.py", "demo", "jobs", "runtime", "seeding.py", "upkeep", "use_cases")
"""The rooms that may; `upkeep` encrypts the tables again for a command, page by page."""
PAGES = (
    *("web", "presentation", "online", "windows", "desks", "guide_desk", "oversight", "administration"),
    *("entrance", "api"),
)


def transaction_lines(source: str) -> Iterator[int]:
    """The lines of `source` that open a transaction."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in OPENERS:
                yield node.lineno


def job_modules() -> set[Path]:
    """The modules with the handlers in the job registry."""
    tree = ast.parse((HALL / "job_registry.py").read_text(encoding="utf-8"))
    names = {
        f"{node.module}.{name.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for name in node.names
    } | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    paths = {(ROOT / name.replace(".", "/")).with_suffix(".py") for name in names}
    return {path for path in paths if path.is_file() and path.is_relative_to(HALL)}


def test_transactions_are_opened_by_use_cases_commands_and_jobs() -> None:
    handlers = {path for path in job_modules() if path.relative_to(HALL).parts[0] not in PAGES}
    elsewhere = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted(HALL.rglob("*.py"))
        if path.relative_to(HALL).parts[0] not in ALLOWED and path not in handlers
        for line in transaction_lines(path.read_text(encoding="utf-8"))
    ]
    assert elsewhere == []


@pytest.mark.parametrize(
    "source", ["with transaction() as session: ...", "with database.certificate_transaction(): ..."]
)
def test_an_opened_transaction_is_found(source: str) -> None:
    assert list(transaction_lines(source)) == [1]
