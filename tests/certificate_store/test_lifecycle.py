"""The status table tried whole, and what a certificate is worth on a day."""

from datetime import date, timedelta
from itertools import product

import pytest

from certificate_store.errors import TransitionRefused
from certificate_store.lifecycle import Action, Standing, Status, next_status, standing

ALLOWED = {
    ("active", "correct"): "active",
    ("active", "suspend"): "function_suspended",
    ("active", "cancel"): "cancelled",
    ("function_suspended", "correct"): "function_suspended",
    ("function_suspended", "restore"): "active",
    ("function_suspended", "cancel"): "cancelled",
}
FIRST, LAST = date(2026, 11, 23), date(2031, 11, 22)
DAY = timedelta(days=1)


@pytest.mark.parametrize(("status", "action"), list(product(Status, Action)))
def test_only_the_listed_steps_are_possible(status: Status, action: Action) -> None:
    expected = ALLOWED.get((status.value, action.value))
    if expected is None:
        with pytest.raises(TransitionRefused):
            next_status(status, action)
    else:
        assert next_status(status, action) == expected


@pytest.mark.parametrize(
    ("status", "is_current", "on", "expected"),
    [
        (Status.ACTIVE, True, FIRST - DAY, Standing.NOT_YET),
        (Status.ACTIVE, True, FIRST, Standing.IN_FORCE),
        (Status.ACTIVE, True, LAST, Standing.IN_FORCE),
        (Status.ACTIVE, True, LAST + DAY, Standing.EXPIRED),
        (Status.ACTIVE, False, FIRST - DAY, Standing.SUPERSEDED),
        (Status.ACTIVE, False, FIRST, Standing.SUPERSEDED),
        (Status.ACTIVE, False, LAST + DAY, Standing.SUPERSEDED),
        (Status.FUNCTION_SUSPENDED, True, FIRST - DAY, Standing.NOT_YET),
        (Status.FUNCTION_SUSPENDED, True, FIRST, Standing.SUSPENDED),
        (Status.FUNCTION_SUSPENDED, True, LAST + DAY, Standing.EXPIRED),
        (Status.FUNCTION_SUSPENDED, False, FIRST, Standing.SUPERSEDED),
        *(
            (Status.CANCELLED, *rest, Standing.CANCELLED)
            for rest in product((True, False), (FIRST, LAST + DAY))
        ),
    ],
)
def test_what_a_certificate_is_worth(status: Status, is_current: bool, on: date, expected: Standing) -> None:
    assert standing(status, is_current=is_current, valid_from=FIRST, valid_to=LAST, on=on) is expected


def test_a_certificate_without_end_never_expires() -> None:
    worth = standing(Status.ACTIVE, is_current=True, valid_from=FIRST, valid_to=None, on=date(9999, 1, 1))
    assert worth is Standing.IN_FORCE
