"""Every error of this room is told to people and programs in its own words, none as a failure of the hall."""

import pytest

from services_hall.applications.errors import ApplicationsError
from services_hall.applications.lifecycle import TransitionRefused
from services_hall.attachments.errors import AttachmentsError
from services_hall.web.problems import PROBLEMS


@pytest.mark.parametrize(
    "error",
    [*ApplicationsError.__subclasses__(), *AttachmentsError.__subclasses__(), TransitionRefused],
)
def test_every_error_has_its_answer(error: type[Exception]) -> None:
    assert 400 <= PROBLEMS[error].status < 500
