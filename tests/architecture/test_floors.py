"""Layers: every package of the hall belongs to a layer of the import contract."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = SETTINGS["tool"]["importlinter"]["contracts"]


def rooms() -> set[str]:
    """The modules and packages directly in the hall."""
    inside = (ROOT / "services_hall").iterdir()
    return {
        path.stem
        for path in inside
        if (path.suffix == ".py" and path.stem != "__init__") or any(path.glob("*.py"))
    }


def test_every_room_stands_on_a_floor() -> None:
    layers = next(contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")
    placed = set(re.findall(r"services_hall\.(\w+)", " ".join(layers)))
    assert rooms() - placed == set()


def test_what_no_contract_excuses() -> None:
    """The contract has no exceptions."""
    assert [contract["name"] for contract in CONTRACTS if contract.get("ignore_imports")] == []


def imports_between_rooms(package: str) -> set[tuple[str, str]]:
    """The pairs (importer, imported) among the sub-packages of a package."""
    folder = ROOT.joinpath(*package.split("."))
    return {
        (path.relative_to(folder).parts[0], found)
        for path in folder.glob("*/**/*.py")
        for found in re.findall(rf"^ *from {re.escape(package)}\.(\w+)", path.read_text("utf-8"), re.M)
        if (folder / found).is_dir() and path.relative_to(folder).parts[0] != found
    }


def test_no_two_rooms_of_the_rules_import_each_other() -> None:
    between = imports_between_rooms("services_hall.applications")
    assert ("hearings", "grounds") in between
    assert [pair for pair in sorted(between) if pair[::-1] in between] == []
