"""Key files in the data folder: replaced atomically, readable by their owner only."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from services_hall.settings import OLDER_SECRETS_FILE


def replace_file(path: Path, text: str) -> None:
    """Replace the content of a key file; it is durably on disk when this returns."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def secrets_in(path: Path) -> list[str]:
    """The secrets in a file, one per line, the oldest first; none when the file is missing."""
    if not path.exists():
        return []
    return [line.strip() for line in path.read_text(encoding="ascii").splitlines() if line.strip()]


def older_secrets(data_dir: Path) -> Sequence[str]:
    """Former secret keys of this site, the oldest first."""
    return secrets_in(data_dir / OLDER_SECRETS_FILE)


def archive_secret(data_dir: Path, secret: str) -> None:
    """Add the secret key that is about to be replaced to the former ones."""
    earlier = [one for one in older_secrets(data_dir) if one != secret]
    replace_file(data_dir / OLDER_SECRETS_FILE, "\n".join([*earlier, secret]))
