"""A request of an application that speaks the source language, for tests of texts."""

from collections.abc import Iterator

import pytest
from flask import Flask

from services_hall.presentation import languages


@pytest.fixture(scope="module")
def source_language() -> Iterator[None]:
    """Texts are read as a page of the source language shows them."""
    app = Flask(__name__)
    languages.init_app(app)
    with app.test_request_context():
        yield
