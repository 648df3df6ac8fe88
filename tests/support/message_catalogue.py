"""The texts marked for translation, extracted with the project's own settings for pybabel."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.support.shared_folder import make_once

ROOT: Final = Path(__file__).parents[2]
EXTRACT: Final = "extract --mapping-file pyproject.toml --keyword _l --keyword translatable --output"
PACKAGES: Final = ("services_hall", "guides", "certificate_store")


def extract_messages(written: Path) -> None:
    """Writes every marked text into a file."""
    program = Path(sys.executable).with_name("pybabel")
    subprocess.run([program, "--quiet", *EXTRACT.split(), written, *PACKAGES], cwd=ROOT, check=True)


@pytest.fixture(scope="session")
def message_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every marked text, without translations."""
    written = make_once(tmp_path_factory, "messages.pot", extract_messages)
    with written.open("rb") as file:
        return read_po(file)


def messages_of(catalogue: Catalog) -> Iterator[Message]:
    """The messages without the header."""
    return (message for message in catalogue if message.id)


def texts_of(message: Message) -> tuple[str, ...]:
    """A message's text, or its singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)
