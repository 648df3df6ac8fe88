"""Translations: every text for people is marked, pybabel extracts it, and English says it.

Simplified Chinese is the source language: a text is its own translation, so it needs no catalogue.
"""

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final

import jinja2
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from jinja2 import nodes
from opencc import OpenCC

from services_hall.presentation.traditional import traditional
from tests.architecture.untranslated import EXEMPT, WHOLE
from tests.support.message_catalogue import (
    EXTRACT,
    PACKAGES,
    ROOT,
    messages_of,
    texts_of,
)

TEMPLATES: Final = ROOT / "services_hall" / "templates"
ENGLISH: Final = ROOT / "services_hall" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PLACE: Final = re.compile(r"%\(\w+\)[ds]")
UNITS: Final = frozenset({"KB"})
CHINESE: Final = re.compile(r"[\u3007\u4e00-\u9fff]")
FOLLOWED: Final = re.compile(
    r"_\('([^']*[。：，；！？])'(?:, [^{}]*)?\) \}\}(?:</(?:strong|b|a)>|\{% (?:endif|if [^%]*) %\})*"
    r"(?=<a|<strong|<span class=\"nowrap|\{\{)"
)
"""A sentence right before a link or a value: its Chinese mark leaves the space that English lacks."""
SIMPLE_MARKS: Final = frozenset({"_", "_l", "gettext", "lazy_gettext", "translatable"})
OTHER_TERMS: Final = {
    r"departments?": "agency",
    r"co-applicants?": "joint applicant",
    r"reviewers?": "approver",
    r"revok\w*|revocations?": "withdrawal of a grant",
    r"site visits?|site checks?(?<!on-site check)(?<!on-site checks)": "on-site check",
    r"reckon\w*": "calculate",
    r"litigat\w*": "lawsuit",
}
"""Words that the English pages do not use, each with the term of docs/glossary.md that they use instead."""
MARKS: Final = SIMPLE_MARKS | {"ngettext", "lazy_ngettext", "pgettext"}
LEGAL_PAPERS: Final = TEMPLATES / "papers" / "paper.html"
"""Receipts, notices and decisions: official documents are written in Chinese by law (国家通用语言文字法
art. 9), whatever language the reader of the page has chosen."""


def templates() -> list[Path]:
    return [one for one in sorted(TEMPLATES.rglob("*.html")) if one != LEGAL_PAPERS]


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def test_there_is_something_to_look_at() -> None:
    assert len(templates()) > 40
    assert len(modules()) > 200


def unmarked_in_template(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of all Chinese in a template that is not marked for translation."""
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    yield from _unmarked(environment.parse(source))


def _unmarked(node: nodes.Node) -> Iterator[tuple[int, str]]:
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in MARKS:
        for argument in (*node.args[count_of(node.node.name) :], *node.kwargs):
            yield from _unmarked(argument)
        return
    text = node.data if isinstance(node, nodes.TemplateData) else getattr(node, "value", None)
    if isinstance(node, nodes.TemplateData | nodes.Const) and isinstance(text, str) and CHINESE.search(text):
        yield node.lineno, text.strip()
    for child in node.iter_child_nodes():
        yield from _unmarked(child)


def count_of(mark: str) -> int:
    """How many arguments of a mark are texts; the others are values."""
    return 1 if mark in SIMPLE_MARKS else 2


def unmarked_in_module(source: str) -> Iterator[tuple[int, str, str]]:
    """Line, text and place of every Chinese literal outside docstrings that is not marked.

    The place is the constant, class or function at the top of the module in which it stands.
    """
    tree = ast.parse(source)
    documentation = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for statement in tree.body:
        for line, text in _unmarked_literals(statement, documentation):
            yield line, text, _name_of(statement)


def _name_of(statement: ast.stmt) -> str:
    if isinstance(statement, ast.Assign):
        return ast.unparse(statement.targets[0])
    if isinstance(statement, ast.AnnAssign):
        return ast.unparse(statement.target)
    return str(getattr(statement, "name", ""))


def _unmarked_literals(node: ast.AST, documentation: set[int]) -> Iterator[tuple[int, str]]:
    if id(node) in documentation:
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
        count = count_of(node.func.id)
        built = [text for text in node.args[:count] if not isinstance(text, ast.Constant)]
        for argument in (*built, *node.args[count:], *node.keywords):
            yield from _unmarked_literals(argument, documentation)
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value):
        yield node.lineno, node.value
    for child in ast.iter_child_nodes(node):
        yield from _unmarked_literals(child, documentation)


def test_every_text_of_the_templates_is_marked() -> None:
    found = [
        f"{path.relative_to(TEMPLATES)}:{line}: {text}"
        for path in templates()
        for line, text in unmarked_in_template(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_text_of_the_modules_is_marked_or_exempt_for_a_reason() -> None:
    found, exempt = [], set()
    for path in modules():
        module = path.relative_to(ROOT).as_posix()
        folder = f"{path.parent.relative_to(ROOT).as_posix()}/"
        for line, text, place in unmarked_in_module(path.read_text(encoding="utf-8")):
            reasons = set(product((folder, module), (WHOLE, place, text))) & EXEMPT.keys()
            exempt |= reasons
            if not reasons:
                found.append(f"{module}:{line}: {text}")
    assert found == []
    assert exempt == EXEMPT.keys(), "a text that is no longer there needs no exemption"


def test_pybabel_finds_what_is_marked(message_catalogue: Catalog) -> None:
    found = {text for message in messages_of(message_catalogue) for text in texts_of(message)}
    marked = {text for path in modules() for text in marked_in_module(path.read_text(encoding="utf-8"))}
    marked |= {text for path in templates() for text in marked_in_template(path.read_text(encoding="utf-8"))}
    assert len(marked) > 800
    assert marked <= found
    assert {
        "我的证照",
        "谁用过我的证照",
        "%(num)d 个工作日",
        "键“%(key)s”用了两次，请改成不同的键。",
    } <= found


def test_the_settings_name_the_command_that_collects_them() -> None:
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"pybabel {EXTRACT} messages.pot {' '.join(PACKAGES)}" in settings


def test_a_text_with_places_for_values_is_known_as_such(message_catalogue: Catalog) -> None:
    """pybabel then rejects a translation with other placeholders."""
    with_places = [
        message
        for message in messages_of(message_catalogue)
        if any(PLACE.search(text) for text in texts_of(message))
    ]
    assert len(with_places) > 100
    assert [message.id for message in with_places if not message.python_format] == []


def test_simplified_chinese_is_complete(message_catalogue: Catalog) -> None:
    """Each text is its own translation: simplified Chinese, or nothing to translate."""
    converter = OpenCC("t2s")
    texts = [text for message in messages_of(message_catalogue) for text in texts_of(message)]
    assert [text for text in texts if not (CHINESE.search(text) or says_nothing(text))] == []
    assert [text for text in texts if converter.convert(text) != text] == []


def says_nothing(text: str) -> bool:
    """Whether a text consists only of placeholders, punctuation and units."""
    words = re.findall(r"\w+", PLACE.sub(" ", text))
    return set(words) <= UNITS


def marked_in_template(source: str) -> Iterator[str]:
    """Every text that is marked in an expression of a template."""
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for call in environment.parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in MARKS:
            for argument in call.args[: count_of(call.node.name)]:
                if isinstance(argument, nodes.Const) and isinstance(argument.value, str):
                    yield argument.value


def marked_in_module(source: str) -> Iterator[str]:
    """Every text that is marked in a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            for argument in node.args[: count_of(node.func.id)]:
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
        ('x = translatable("%(y)s事项", y="办理")', ["办理"]),
        ('x = translatable(f"{y}事项")', ["事项"]),
    ],
)
def test_an_unmarked_text_of_a_module_is_found(source: str, texts: list[str]) -> None:
    assert [text for _line, text, _place in unmarked_in_module(source)] == texts


def test_english_says_the_texts_of_the_pages_with_the_same_values(message_catalogue: Catalog) -> None:
    with ENGLISH.open("rb") as file:
        english = {texts_of(one): one for one in messages_of(read_po(file))}
    texts = [texts_of(one) for one in messages_of(message_catalogue)]
    missing = [text[0] for text in texts if text not in english or not english[text].string]
    assert missing == []
    for text, message in english.items():
        said = [message.string] if isinstance(message.string, str) else message.string
        assert all(set(PLACE.findall(one)) == set(PLACE.findall(text[0])) for one in said), text


def test_english_has_no_text_that_is_gone(message_catalogue: Catalog) -> None:
    texts = {texts_of(one) for one in messages_of(message_catalogue)}
    with ENGLISH.open("rb") as file:
        gone = [texts_of(one)[0] for one in messages_of(read_po(file)) if texts_of(one) not in texts]
    assert gone == []


def other_terms(english: str) -> list[str]:
    """The words of an English text for which the pages have another term."""
    return [word for word in OTHER_TERMS if re.search(rf"\b(?:{word})\b", english, re.IGNORECASE)]


def test_english_uses_one_term_for_one_thing() -> None:
    assert other_terms("The department revoked it after a site visit.") == [
        word for word in OTHER_TERMS if word.startswith(("depart", "revok", "site"))
    ]
    assert other_terms("The agency withdrew it after an on-site check.") == []
    with ENGLISH.open("rb") as file:
        said = [text for one in messages_of(read_po(file)) for text in translations_of(one)]
    assert [(text, found) for text in said if (found := other_terms(text))] == []


def translations_of(message: Message) -> tuple[str, ...]:
    """A message's translation, or its singular and plural."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def test_traditional_characters_follow_the_corrected_list() -> None:
    assert traditional("%(name)s：行政复议、批准予以公布，制证后当场发给，在指南里") == (
        "%(name)s：行政復議、批准予以公布，製證後當場發給，在指南裏"
    )
    assert traditional("不准提取；拿不准的，在笔录上签了名") == "不准提取；拿不準的，在筆錄上簽了名"


def test_an_english_sentence_leaves_a_space_before_what_follows_in_the_line() -> None:
    with ENGLISH.open("rb") as file:
        english = read_po(file)
    followed = {
        found[1]
        for template in TEMPLATES.rglob("*.html")
        if template != LEGAL_PAPERS
        for found in FOLLOWED.finditer(template.read_text(encoding="utf-8"))
    }
    assert len(followed) > 20
    texts = {text: english[text].string for text in followed if text in english}
    joined = [text for text, string in texts.items() if isinstance(string, str) and not string[-1].isspace()]
    assert joined == [text for text in joined if len(text) == 1]
