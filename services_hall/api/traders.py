"""The trade of a sole trader in a request."""

from certificate_store.errors import HolderInvalid
from guides.errors import FieldProblem
from services_hall.applications.errors import AnswersInvalid
from services_hall.identity.sole_traders import SoleTrader, stated_trader


def read_sole_trader(given: dict[str, str] | None) -> SoleTrader | None:
    """The trade of the holder; raises AnswersInvalid at its field."""
    if given is None:
        return None
    try:
        return stated_trader(given["name"], given["credit_code"])
    except HolderInvalid as invalid:
        field = "name" if invalid.field == "name" else "credit_code"
        problem = FieldProblem(invalid.reason, invalid.values)
        raise AnswersInvalid({f"sole_trader.{field}": problem}) from None
