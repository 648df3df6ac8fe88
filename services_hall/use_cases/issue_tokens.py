"""Codes and tokens of the hall's own identity provider."""

from collections.abc import Callable
from typing import TypeVar

from services_hall.database import transaction

Answer = TypeVar("Answer")


def issue_tokens(respond: Callable[[], Answer]) -> Answer:
    """The protocol server's answer; what it writes is committed together, or not at all."""
    with transaction():
        return respond()
