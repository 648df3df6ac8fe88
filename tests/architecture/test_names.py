"""Names of classes and modules: class names are unique, and no module is named by a participle."""

import ast
import re
from collections import defaultdict
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = ("services_hall", "guides", "certificate_store")
SHARED: Final = {
    "Base": "each package has its own declarative base",
    "UtcDateTime": "the two libraries stand alone and keep the same column type",
}
BANNED_MODULES: Final = frozenset(
    {
        "told",
        "retold",
        "filed",
        "kept",
        "keeping",
        "making",
        "working",
        "looking",
        "acting",
        "handling",
        "attempts",
        "hindrances",
        "facts",
        "current",
        "shelf",
        "shelves",
        "deed",
        "deeds",
        "room",
        "rooms",
        "places",
        "utils",
        "helpers",
        "common",
        "manager",
    }
)
TERMS: Final = frozenset(
    {
        "drafting",
        "exporting",
        "filing",
        "hearing",
        "importing",
        "issuing",
        "merging",
        "numbering",
        "ordering",
        "parsing",
        "polling",
        "publishing",
        "rendering",
        "seeding",
        "signing",
        "templating",
    }
)
"""The words in -ing that name a module or a package alone, because the field uses them as nouns."""


def modules() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def test_no_two_classes_have_one_name() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for path in modules():
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(statement, ast.ClassDef):
                found[statement.name].append(path.relative_to(ROOT).as_posix())
    twice = {name: paths for name, paths in found.items() if len(paths) > 1 and name not in SHARED}
    assert twice == {}


def test_no_module_is_named_by_a_participle_or_a_banned_word() -> None:
    assert {path.stem for path in modules()} & BANNED_MODULES == set()


def bare_gerunds(names: set[str]) -> set[str]:
    """The names of one word that ends in -ing, without an object: `applying`, not `guide_printing`."""
    return {name for name in names if re.fullmatch(r"[a-z]{2,}ing", name)} - {"keyring"}


def test_a_word_in_ing_names_a_module_only_where_it_is_a_term() -> None:
    names = {name for path in modules() for name in (*path.relative_to(ROOT).parts[:-1], path.stem)}
    assert bare_gerunds(names) == TERMS


def test_a_verb_in_ing_is_found() -> None:
    assert bare_gerunds({"applying", "guide_printing", "keyring", "announce_hearing", "ring"}) == {"applying"}
