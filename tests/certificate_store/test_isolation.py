"""Imports of the store: no heavy libraries for look-ups, and no other package of the project."""

import subprocess
import sys

import pytest

from certificate_store.orm import Base
from guides.orm import Base as GuidesBase

LIGHT = (
    "pdf.authority", "certificate_types", "encryption.columns", "encryption.files", "grants", "holders",
    "issuing", "lifecycle", "lookup", "models", "numbering", "orm", "remote_stores", "revocation",
    "verification", "waivers",
)  # fmt: skip


def loaded_after(*modules: str) -> set[str]:
    """The top-level packages loaded in a new interpreter after importing these modules of the store."""
    code = "; ".join(f"import certificate_store.{module}" for module in modules)
    code += "; import sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_answering_loads_neither_the_renderer_nor_the_signer() -> None:
    assert not loaded_after(*LIGHT) & {"weasyprint", "pyhanko", "flask", "guides", "services_hall"}


def test_the_lifecycle_is_pure() -> None:
    assert not loaded_after("lifecycle", "numbering") & {"sqlalchemy", "flask", "cryptography"}


def test_no_table_of_the_store_has_the_name_of_another_s() -> None:
    assert not set(Base.metadata.tables) & set(GuidesBase.metadata.tables)


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_every_table_names_itself_as_the_store_s(table: str) -> None:
    assert table.startswith("certificate")
    assert Base.metadata.info == {"bind_key": "certificates"}
