"""Commands in the operator's language: their sentences have their Chinese, with its values."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from services_hall.cli import COMMANDS, main
from services_hall.cli.chinese import CHINESE, COMMAND_LINES
from services_hall.cli.language import VARIABLES, say

CLI: Final = Path(__file__).parents[3] / "services_hall/cli"
VALUE: Final = re.compile(r"\{(\w+)\}")


def said_texts(source: str) -> Iterator[str]:
    """The sentences that a module says: those of `say` itself, and those named `text` before it."""
    for node in ast.walk(ast.parse(source)):
        spoken: ast.expr | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            spoken = node.args[0]
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "text":
            spoken = node.value
        if isinstance(spoken, ast.Constant) and isinstance(spoken.value, str):
            yield spoken.value


@pytest.fixture(params=VARIABLES)
def chinese(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(request.param, "zh_CN.UTF-8")


def test_everything_that_is_said_has_its_chinese() -> None:
    texts = {text for path in CLI.glob("*.py") for text in said_texts(path.read_text(encoding="utf-8"))}
    assert len(texts) > 15
    assert texts - CHINESE.keys() == set()
    assert {place.help for place in COMMANDS.values()} <= COMMAND_LINES.keys()


def test_a_chinese_sentence_has_the_values_of_the_english_one() -> None:
    for english, text in CHINESE.items():
        assert set(VALUE.findall(english)) == set(VALUE.findall(text)), english


def test_help_is_chinese_for_an_operator_who_reads_chinese(chinese: None) -> None:
    assert "核对防篡改的审计记录" in CliRunner().invoke(main, ["--help"]).output
    assert "只列这个角色的账号" in CliRunner().invoke(main, ["users", "list", "--help"]).output
    assert say("there is no system {client_id}", client_id="x") == "没有业务系统 x"


@pytest.mark.parametrize("language", ["C", "en_US.UTF-8", "fr_FR.UTF-8", ""])
def test_english_stays_for_everybody_else(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.setenv(name, language)
    assert "Check the tamper-evident record." in CliRunner().invoke(main, ["--help"]).output
    assert say("there is no system {client_id}", client_id="x") == "there is no system x"
