"""Fixtures of the tests of use cases, which run without a request."""

from collections.abc import Iterator

import pytest

from tests.support.hall import Hall


@pytest.fixture
def context(hall: Hall) -> Iterator[None]:
    """The context of the hall's application, as a command has it."""
    with hall.app.app_context():
        yield
