"""Settings of the property tests, the same examples in every run; an agency's system and its first case."""

from typing import Any

import pytest
from hypothesis import settings

from tests.support.agency_systems import System, system
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant

settings.register_profile("hall", derandomize=True, database=None, deadline=None)
settings.load_profile("hall")


@pytest.fixture
def market(either_hall: Hall) -> System:
    """The system of the market supervision, which files and handles cases."""
    return system(either_hall, "market_supervision")


@pytest.fixture
def food(market: System) -> dict[str, Any]:
    """A case about the food licence of a restaurant, just filed."""
    return case_of(file_restaurant(market, LI), "SPJY-XB")
