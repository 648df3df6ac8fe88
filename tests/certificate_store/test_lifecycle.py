"""The complete status table, and the validity of a certificate on a given day."""

from datetime import date, timedelta
from itertools import product

import pytest

from certificate_store.errors import CertificateTransitionRefused
from certificate_store.lifecycle import CertificateAction, CertificateStatus, Standing, next_status, standing

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


@pytest.mark.parametrize(("status", "action"), list(product(CertificateStatus, CertificateAction)))
def test_only_the_listed_steps_are_possible(status: CertificateStatus, action: CertificateAction) -> None:
    expected = ALLOWED.get((status.value, action.value))
    if expected is None:
        with pytest.raises(CertificateTransitionRefused):
            next_status(status, action)
    else:
        assert next_status(status, action) == expected


@pytest.mark.parametrize(
    ("status", "is_current", "on", "expected"),
    [
        (CertificateStatus.ACTIVE, True, FIRST - DAY, Standing.NOT_YET),
        (CertificateStatus.ACTIVE, True, FIRST, Standing.IN_FORCE),
        (CertificateStatus.ACTIVE, True, LAST, Standing.IN_FORCE),
        (CertificateStatus.ACTIVE, True, LAST + DAY, Standing.EXPIRED),
        (CertificateStatus.ACTIVE, False, FIRST - DAY, Standing.SUPERSEDED),
        (CertificateStatus.ACTIVE, False, FIRST, Standing.SUPERSEDED),
        (CertificateStatus.ACTIVE, False, LAST + DAY, Standing.SUPERSEDED),
        (CertificateStatus.FUNCTION_SUSPENDED, True, FIRST - DAY, Standing.NOT_YET),
        (CertificateStatus.FUNCTION_SUSPENDED, True, FIRST, Standing.SUSPENDED),
        (CertificateStatus.FUNCTION_SUSPENDED, True, LAST + DAY, Standing.EXPIRED),
        (CertificateStatus.FUNCTION_SUSPENDED, False, FIRST, Standing.SUPERSEDED),
        *(
            (CertificateStatus.CANCELLED, *rest, Standing.CANCELLED)
            for rest in product((True, False), (FIRST, LAST + DAY))
        ),
    ],
)
def test_what_a_certificate_is_worth(
    status: CertificateStatus, is_current: bool, on: date, expected: Standing
) -> None:
    assert standing(status, is_current=is_current, valid_from=FIRST, valid_to=LAST, on=on) is expected


def test_a_certificate_without_end_never_expires() -> None:
    worth = standing(
        CertificateStatus.ACTIVE, is_current=True, valid_from=FIRST, valid_to=None, on=date(9999, 1, 1)
    )
    assert worth is Standing.IN_FORCE
