"""Every text for people is marked for translation, and pybabel finds what is marked.

Simplified Chinese is the source language: a text is its own translation, so it needs no catalogue.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import jinja2
import pytest
from babel.messages.pofile import read_po
from jinja2 import nodes

HALL: Final = Path(__file__).parents[2] / "services_hall"
TEMPLATES: Final = HALL / "templates"
CHINESE: Final = re.compile(r"[\u3007\u4e00-\u9fff]")
MARKS: Final = frozenset({"_", "_l", "gettext", "lazy_gettext", "ngettext", "lazy_ngettext", "pgettext"})
ROOMS: Final = ("online", "windows", "desks", "guide_desk", "oversight", "entrance", "web")
LEGAL_PAPERS: Final = TEMPLATES / "papers" / "paper.html"
"""Receipts, notices and decisions: official documents are written in Chinese by law (国家通用语言文字法
art. 9), whatever language the reader of the page has chosen."""
EXEMPT: Final[dict[tuple[str, str], str]] = {
    ("web/languages.py", "简体"): "a language is offered under its own name",
    ("web/languages.py", "繁體"): "a language is offered under its own name",
    ("web/wording.py", "中华人民共和国"): "found in the names of laws, which are content",
    ("web/filing.py", "办理"): "a permission's purpose is kept in the store and compared to the letter",
    ("web/filing.py", "（申请 "): "a permission's purpose is kept in the store and compared to the letter",
    ("online/guide_pdf.py", "-第"): "the name of a document that is Chinese itself",
    ("online/guide_pdf.py", "版.pdf"): "the name of a document that is Chinese itself",
}


def templates() -> list[Path]:
    return [one for one in sorted(TEMPLATES.rglob("*.html")) if one != LEGAL_PAPERS]


def modules() -> list[Path]:
    return sorted(path for room in ROOMS for path in (HALL / room).rglob("*.py"))


def test_there_is_something_to_look_at() -> None:
    assert len(templates()) > 40
    assert len(modules()) > 40


def unmarked_in_template(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of everything Chinese in a template that no translation reaches."""
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    yield from _unmarked(environment.parse(source))


def _unmarked(node: nodes.Node) -> Iterator[tuple[int, str]]:
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in MARKS:
        for argument in (*node.args[_texts_of(node.node.name) :], *node.kwargs):
            yield from _unmarked(argument)
        return
    text = node.data if isinstance(node, nodes.TemplateData) else getattr(node, "value", None)
    if isinstance(node, nodes.TemplateData | nodes.Const) and isinstance(text, str) and CHINESE.search(text):
        yield node.lineno, text.strip()
    for child in node.iter_child_nodes():
        yield from _unmarked(child)


def _texts_of(mark: str) -> int:
    """How many of a mark's arguments are texts; what follows fills them in and must be marked itself."""
    return 2 if mark in {"ngettext", "lazy_ngettext", "pgettext"} else 1


def unmarked_in_module(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every Chinese literal outside a docstring that no translation reaches."""
    tree = ast.parse(source)
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    yield from _unmarked_literals(tree, documentation)


def _unmarked_literals(node: ast.AST, documentation: set[int]) -> Iterator[tuple[int, str]]:
    if id(node) in documentation:
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
        for argument in (*node.args[_texts_of(node.func.id) :], *node.keywords):
            yield from _unmarked_literals(argument, documentation)
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value):
        yield node.lineno, node.value
    for child in ast.iter_child_nodes(node):
        yield from _unmarked_literals(child, documentation)


def test_every_text_of_the_templates_is_marked() -> None:
    found = [
        f"{path.relative_to(HALL)}:{line}: {text}"
        for path in templates()
        for line, text in unmarked_in_template(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_text_of_the_rooms_is_marked() -> None:
    found = [
        f"{path.relative_to(HALL)}:{line}: {text}"
        for path in modules()
        for line, text in unmarked_in_module(path.read_text(encoding="utf-8"))
        if (str(path.relative_to(HALL)), text) not in EXEMPT
    ]
    assert found == []


def test_pybabel_finds_what_is_marked(tmp_path: Path) -> None:
    found = extracted(tmp_path / "messages.pot")
    marked = {text for path in modules() for text in marked_in_module(path.read_text(encoding="utf-8"))}
    marked |= {text for path in templates() for text in marked_in_template(path.read_text(encoding="utf-8"))}
    assert len(marked) > 500
    assert marked <= found
    assert {"我的证照", "谁用过我的证照", "%(num)d 个工作日"} <= found


def extracted(catalogue: Path) -> set[str]:
    """The texts that the project's own settings for pybabel collect."""
    command = ["pybabel", "--quiet", "extract", "--mapping-file", "pyproject.toml", "--keyword", "_l"]
    program = Path(sys.executable).with_name(command[0])
    subprocess.run(
        [program, *command[1:], "--output", catalogue, "services_hall"], cwd=HALL.parent, check=True
    )
    with catalogue.open("rb") as file:
        messages = read_po(file)
    return {text for message in messages for text in _texts(message.id) if text}


def _texts(message_id: str | Sequence[str]) -> tuple[str, ...]:
    return (message_id,) if isinstance(message_id, str) else tuple(message_id)


def marked_in_template(source: str) -> Iterator[str]:
    """Every text that a template marks in an expression."""
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for call in environment.parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in MARKS:
            for argument in call.args[: _texts_of(call.node.name)]:
                if isinstance(argument, nodes.Const) and isinstance(argument.value, str):
                    yield argument.value


def marked_in_module(source: str) -> Iterator[str]:
    """Every text that a module marks."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            for argument in node.args[: _texts_of(node.func.id)]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("<p>办理</p>", ["<p>办理</p>"]),
        ("{{ '办理' }}", ["办理"]),
        ("{{ _('办理') }}{# 办理 #}{% trans %}办理{% endtrans %}", []),
        ("{{ _('办理%(x)s', x='事项') }}", ["事项"]),
        ("{{ ngettext('%(num)d 件', '%(num)d 件', 2) }}", []),
    ],
)
def test_an_unmarked_text_of_a_template_is_found(source: str, texts: list[str]) -> None:
    assert [text for _line, text in unmarked_in_template(source)] == texts


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('"""办理"""\nx = "事项"', ["事项"]),
        ('x = f"{y}事项"', ["事项"]),
        ('x = _("事项", y="办理")', ["办理"]),
        ('x = {"a": _l("事项")}', []),
    ],
)
def test_an_unmarked_text_of_a_module_is_found(source: str, texts: list[str]) -> None:
    assert [text for _line, text in unmarked_in_module(source)] == texts
