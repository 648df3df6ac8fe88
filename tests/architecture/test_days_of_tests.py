"""Tests take no day from the clock when they are imported: a run may go on beyond midnight."""

import ast
from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).parents[1]
CLOCK: Final = frozenset({"utc_now", "in_days", "days_ahead", "today", "now"})
"""Functions whose answer depends on the moment of the call."""
EXEMPT: Final = {
    "support/foreign_hall.py": "names a paper of this year, as the hall did that it describes",
    "services_hall/web/test_bad_input.py": "days far from every limit, which the table of channels repeats",
    "services_hall/audit/test_chain.py": "an instant that is only written and read again",
    "services_hall/documents/test_repeated_papers.py": "an instant that is only written and read again",
}
"""Modules that may, with the reason."""


def calls_at_import(source: str) -> list[str]:
    """The calls of the clock outside functions, and in decorators and default values."""
    found: list[str] = []
    todo: list[ast.AST] = [ast.parse(source)]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            todo += [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
            continue
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            found += [name] if name in CLOCK else []
        todo += ast.iter_child_nodes(node)
    return found


def test_a_call_of_the_clock_at_import_is_found() -> None:
    source = "DAY = local_day(utc_now())\ndef later(): return in_days(1)\n@mark(in_days(2))\ndef test(): ..."
    assert calls_at_import(source) == ["in_days", "utc_now"]


@pytest.mark.parametrize("file", sorted(TESTS.rglob("*.py")), ids=lambda file: str(file.relative_to(TESTS)))
def test_no_test_reads_the_clock_at_import(file: Path) -> None:
    is_exempt = str(file.relative_to(TESTS)) in EXEMPT
    assert bool(calls_at_import(file.read_text())) == is_exempt
