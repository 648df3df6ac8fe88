"""Names of the certificate types, read once from the store; pages work without them."""

import logging
from typing import Final

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from certificate_store.errors import StoreUnreachable
from services_hall.use_cases.read_certificate_types import read_certificate_types

logger = logging.getLogger(__name__)
_KEPT: Final = "hall.certificate_names"


def certificate_names() -> dict[str, str]:
    """Type code → name; empty while the store is unavailable, so that pages show the code instead."""
    names: dict[str, str] = current_app.extensions.setdefault(_KEPT, {})
    if not names:
        names.update(_read())
    return names


def _read() -> dict[str, str]:
    try:
        return read_certificate_types()
    except (SQLAlchemyError, StoreUnreachable):
        logger.warning("the certificate store gave no names of its types")
        return {}
