"""Saving of what people typed in a form that was sent after their session had ended."""

from collections.abc import Mapping

from services_hall.database import transaction
from services_hall.identity import sessions


def save_input(token: str, page: str, values: Mapping[str, str]) -> None:
    """Saves the texts of a form with the session that has just ended, for the page at this address."""
    with transaction() as session:
        sessions.save_input(session, token, page, values)


def drop_input(token: str) -> None:
    """Deletes what was saved, once the form was sent again."""
    with transaction() as session:
        sessions.drop_input(session, token)
