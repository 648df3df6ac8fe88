"""Glossary: every code name in it exists."""

import importlib
import re
from pathlib import Path
from typing import Final

import pytest

GLOSSARY: Final = Path(__file__).parents[2] / "docs" / "glossary.md"
NAMES: Final = sorted(
    set(re.findall(r"`((?:guides|certificate_store|services_hall)(?:\.\w+)*)`", GLOSSARY.read_text("utf-8")))
)


def test_the_glossary_names_code() -> None:
    assert len(NAMES) > 60


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_the_glossary_exists(name: str) -> None:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        module, _, last = name.rpartition(".")
        assert hasattr(importlib.import_module(module), last)
