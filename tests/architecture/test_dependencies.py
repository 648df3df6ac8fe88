"""Dependencies: each imported package is declared, and each declared package is locked."""

import ast
import json
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OURS = {"services_hall", "guides", "certificate_store", "benchmarks", "migrations", "scripts", "tests"}
FOR_USE = PROJECT["dependencies"]
FOR_WORK = PROJECT["optional-dependencies"]["dev"]
DEBIAN_NODE = 18  # the version of Debian 12; Sass 1.100 and later require a newer one
# Importable names that belong to another declared package.
COMPANIONS = {
    "flask": {"werkzeug", "jinja2", "markupsafe", "itsdangerous"},
    "flask-wtf": {"wtforms"},
    "flask-smorest": {"apispec", "webargs"},
    "pyhanko": {"pyhanko-certvalidator", "asn1crypto"},
    "celery": {"kombu"},
    "pytest": {"packaging"},
}


def names(requirements: list[str]) -> set[str]:
    """The distribution names in `requirements`, including their extras."""
    declared = {canonicalize_name(Requirement(line).name) for line in requirements}
    return declared.union(*(COMPANIONS.get(name, set()) for name in declared))


@cache
def distributions() -> dict[str, set[str]]:
    """The distributions that provide each importable name in this environment."""
    found = packages_distributions()
    return {module: {canonicalize_name(name) for name in owners} for module, owners in found.items()}


def third_party_imports(*folders: str) -> set[str]:
    """The third-party names that the modules below `folders` import."""
    trees = [
        ast.parse(path.read_text(encoding="utf-8"))
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
    ]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    origins = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.partition(".")[0] for name in plain | origins} - OURS - set(sys.stdlib_module_names)


def undeclared_imports(modules: set[str], declared: set[str]) -> set[str]:
    return {name for name in modules if not distributions().get(name, set()) & declared}


def test_the_house_imports_only_what_it_declares() -> None:
    found = undeclared_imports(
        third_party_imports("services_hall", "guides", "certificate_store", "migrations"), names(FOR_USE)
    )
    assert found == set()


def test_tests_and_benchmarks_import_only_what_is_declared() -> None:
    assert (
        undeclared_imports(third_party_imports("tests", "benchmarks"), names(FOR_USE) | names(FOR_WORK))
        == set()
    )


def test_every_declared_package_is_locked_in_a_version_that_fits() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {
        canonicalize_name(name): version
        for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock, re.M)
    }
    unfit = [
        line
        for line in (*FOR_USE, *FOR_WORK)
        if not Requirement(line).specifier.contains(
            locked.get(canonicalize_name(Requirement(line).name), "0"), prereleases=True
        )
    ]
    assert unfit == []


def test_the_front_end_builds_with_the_node_of_debian() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = {name: package.get("engines", {}).get("node", "") for name, package in packages.items()}
    oldest = {name: re.findall(r">=\s*(\d+)", versions) for name, versions in wanted.items()}
    too_new = {
        name: wanted[name] for name, found in oldest.items() if found and min(map(int, found)) > DEBIAN_NODE
    }
    assert too_new == {}
