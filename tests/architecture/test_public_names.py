"""Sub-packages of the libraries: other packages import only their public names."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("services_hall", "guides", "certificate_store")
LIBRARIES = ("guides", "certificate_store")
PUBLIC_MODULES = {
    "certificate_store.encryption.columns": "column types need SQLAlchemy, keys and files do not",
    "guides.bundles.catalog": "reads rows; the other modules of bundles are pure",
    "guides.calendar.official_days": "reads and writes rows; the arithmetic is pure",
}
"""Modules that are imported by their own name beside the public names of their package, with the reason."""


def packages_with_public_names() -> set[str]:
    return {
        ".".join(init.parent.relative_to(ROOT).parts)
        for package in LIBRARIES
        for init in (ROOT / package).rglob("__init__.py")
        if len(init.parent.relative_to(ROOT).parts) > 1 and "__all__" in init.read_text(encoding="utf-8")
    }


def imported_modules(path: Path) -> Iterator[str]:
    """Every dotted name that a module imports, including the names in `from` imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_module(dotted: str) -> bool:
    path = ROOT.joinpath(*dotted.split("."))
    return path.with_suffix(".py").exists() or path.is_dir()


def reaches_behind(importer: str, imported: str, faces: set[str]) -> bool:
    for face in faces:
        if imported.startswith(f"{face}.") and not f"{importer}.".startswith(f"{face}."):
            return is_module(imported) and imported not in PUBLIC_MODULES
    return False


def test_nobody_reaches_behind_the_public_names_of_a_sub_package() -> None:
    faces = packages_with_public_names()
    assert {"guides.editions", "guides.bundles", "guides.terms"} <= faces
    behind = [
        f"{path.relative_to(ROOT)}: {imported}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for imported in imported_modules(path)
        if reaches_behind(".".join(path.relative_to(ROOT).with_suffix("").parts), imported, faces)
    ]
    assert not behind, "import these names from the package itself:\n" + "\n".join(behind)


def test_reaching_behind_is_found() -> None:
    assert reaches_behind("services_hall.app", "guides.editions.feed", {"guides.editions"})
    assert not reaches_behind("guides.editions.approval", "guides.editions.feed", {"guides.editions"})
    assert not reaches_behind("services_hall.app", "guides.calendar.official_days", {"guides.calendar"})
