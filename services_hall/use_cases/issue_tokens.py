"""Authorization codes and tokens of the hall's own identity provider."""

from collections.abc import Callable
from typing import TypeVar

from services_hall.database import transaction

Answer = TypeVar("Answer")


def issue_tokens(respond: Callable[[], Answer]) -> Answer:
    """The response of the protocol server; its writes are committed together."""
    with transaction():
        return respond()
