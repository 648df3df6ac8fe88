"""Questions to the certificate store, each in one transaction of its own."""

from collections.abc import Callable
from typing import Final, TypeVar

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from services_hall.database import certificate_transaction, end_reading

STORE_ERRORS: Final = (OperationalError, InterfaceError, PoolTimeout)
"""What is raised when the store does not answer."""
Answer = TypeVar("Answer")


def ask_store(question: Callable[[Session], Answer]) -> Answer:
    """The certificate store's answer; raises one of STORE_ERRORS.

    A connection that died while it was idle, as all do when the server restarts, does not mean that the
    store is away: the question is then asked once more over a new connection.
    """
    end_reading()
    try:
        return _ask_once(question)
    except STORE_ERRORS as error:
        if not getattr(error, "connection_invalidated", False):
            raise
    return _ask_once(question)


def _ask_once(question: Callable[[Session], Answer]) -> Answer:
    with certificate_transaction() as store:
        return question(store)
