"""Fixtures for the guide desk: signed-in editors and approvers."""

import pytest

from tests.support.hall import Hall, Visitor


@pytest.fixture
def editor(hall: Hall) -> Visitor:
    return hall.sign_in("bianji")


@pytest.fixture
def approver(hall: Hall) -> Visitor:
    return hall.sign_in("shenhe")
