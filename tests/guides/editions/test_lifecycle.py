"""The complete status table of editions."""

from itertools import product

import pytest

from guides.editions.lifecycle import next_edition_status
from guides.enumerations import EditionAction, EditionStatus
from guides.errors import EditionTransitionRefused

ALLOWED = {
    ("draft", "revise"): "draft",
    ("draft", "submit"): "submitted",
    ("draft", "withdraw"): "withdrawn",
    ("submitted", "send_back"): "draft",
    ("submitted", "approve"): "approved",
    ("submitted", "withdraw"): "withdrawn",
    ("approved", "publish"): "current",
    ("approved", "withdraw"): "withdrawn",
    ("current", "retire"): "retired",
    ("current", "withdraw"): "withdrawn",
}


@pytest.mark.parametrize(("status", "action"), list(product(EditionStatus, EditionAction)))
def test_only_the_listed_steps_are_possible(status: EditionStatus, action: EditionAction) -> None:
    expected = ALLOWED.get((status.value, action.value))
    if expected is None:
        with pytest.raises(EditionTransitionRefused):
            next_edition_status(status, action)
    else:
        assert next_edition_status(status, action) == expected
