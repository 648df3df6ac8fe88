"""Queries to the certificate store, each in its own transaction."""

from collections.abc import Callable
from typing import Final, TypeVar

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from services_hall.database import certificate_transaction, end_reading

STORE_ERRORS: Final = (OperationalError, InterfaceError, PoolTimeout)
"""The errors that mean that the store is unavailable."""
Answer = TypeVar("Answer")


def ask_store(question: Callable[[Session], Answer]) -> Answer:
    """The answer of the certificate store; raises one of STORE_ERRORS.

    Idle connections break when the server restarts, although the store is available: in this case the query
    is repeated once with a new connection.
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
