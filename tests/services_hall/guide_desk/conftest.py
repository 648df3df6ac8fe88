"""People who write and approve guides, signed in."""

import pytest

from tests.support.hall import Hall, Visitor


@pytest.fixture
def editor(hall: Hall) -> Visitor:
    return hall.sign_in("bianji")


@pytest.fixture
def approver(hall: Hall) -> Visitor:
    return hall.sign_in("shenhe")
