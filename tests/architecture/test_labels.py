"""Labels of codes: a table of words stands once, wherever papers and pages read it."""

import ast
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Final

from tests.support.message_catalogue import PACKAGES, ROOT

CHINESE_FROM: Final = "\u4e00"
SHARED: Final = 2
"""From this number of equal entries on, two tables are one table written twice."""
Entry = tuple[str, str]
"""A member of an enumeration, and its label."""


def label_tables(source: str) -> Iterator[frozenset[Entry]]:
    """The dictionaries of a module that give members of an enumeration their Chinese labels."""
    tree = ast.parse(source)
    short_names = dict(_short_names(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            entries = frozenset(
                (f"{short_names.get(key.value.id, key.value.id)}.{key.attr}", label)
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Attribute)
                and isinstance(key.value, ast.Name)
                and (label := _label(value))
            )
            if entries:
                yield entries


def _short_names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The short names that a module gives to enumerations, as in `S, A = CaseState, CaseAction`."""
    for node in tree.body:
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = list(zip(target.elts, value.elts, strict=True))
            else:
                pairs = [(target, value)]
            for short, full in pairs:
                if isinstance(short, ast.Name) and isinstance(full, ast.Name):
                    yield short.id, full.id


def _label(node: ast.expr) -> str:
    """The Chinese text of a literal, or of one that is marked for translation."""
    text = node.args[0] if isinstance(node, ast.Call) and len(node.args) == 1 else node
    if isinstance(text, ast.Constant) and isinstance(text.value, str):
        return text.value if max(text.value, default="") >= CHINESE_FROM else ""
    return ""


def tables_written_twice(paths: list[Path]) -> list[tuple[str, str, list[str]]]:
    """Pairs of modules with tables that share entries, and the labels they share."""
    tables = [
        (path.name, table) for path in paths for table in label_tables(path.read_text(encoding="utf-8"))
    ]
    return [
        (one, other, sorted(label for _, label in entries & more))
        for (one, entries), (other, more) in combinations(tables, 2)
        if len(entries & more) >= SHARED
    ]


def test_no_table_of_labels_is_written_twice() -> None:
    paths = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    assert sum(len(list(label_tables(path.read_text(encoding="utf-8")))) for path in paths) > 50
    assert tables_written_twice(paths) == []


def test_a_table_that_is_written_twice_is_noticed(tmp_path: Path) -> None:
    first, second = tmp_path / "papers.py", tmp_path / "pages.py"
    first.write_text('WAYS = {Way.POST: "邮寄", Way.WINDOW: "窗口"}', encoding="utf-8")
    second.write_text(
        'W = Way\nNAMES = {W.POST: _l("邮寄"), W.WINDOW: _l("窗口"), W.BOTH: _l("都行")}', encoding="utf-8"
    )
    assert tables_written_twice([first, second]) == [("papers.py", "pages.py", ["窗口", "邮寄"])]
    second.write_text('NAMES = {Way.POST: _l("邮寄"), Way.WINDOW: _l("窗口领取")}', encoding="utf-8")
    assert tables_written_twice([first, second]) == []
