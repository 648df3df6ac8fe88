"""`sizes`: from which size on an item applies in a place; each change is public and kept."""

import pytest

from guides.implementations import size_limits
from services_hall.cli import sizes
from services_hall.database import reading
from tests.support.commands import Run, over_hall
from tests.support.hall import Hall

FIRE, PLACE = "XFJC-YYQ", "420102000000"


@pytest.fixture
def run(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Run:
    return over_hall(hall, monkeypatch, sizes, sizes.sizes)


def test_a_size_is_set_changed_and_opened_again_with_its_history(hall: Hall, run: Run) -> None:
    def limits() -> list[tuple[int | None, int | None]]:
        with hall.app.app_context():
            found = size_limits(reading(), [FIRE])
            return [(one.least_area, one.least_seats) for one in found if one.division_code == PLACE]

    assert limits() == []
    assert run("set", FIRE, PLACE, "--area", "300", "--source", "江岸区通告（示例）").exit_code == 0
    assert run("set", FIRE, PLACE, "--area", "200", "--seats", "100", "--source", "新通告").exit_code == 0
    assert limits() == [(200, 100)]
    assert "新通告" in run("list", FIRE).output
    history = run("history", FIRE, PLACE).output
    assert history.index("least_seats") < history.rindex("least_area")
    assert "300" in history
    assert run("set", FIRE, PLACE).exit_code == 0
    assert limits() == []


@pytest.mark.parametrize(
    "wrong",
    [
        ("set", FIRE, PLACE, "--area", "300"),
        ("set", FIRE, PLACE, "--area", "0", "--source", "通告"),
        ("set", FIRE, "420102999999", "--area", "300", "--source", "通告"),
        ("set", "NOTHING", PLACE, "--area", "300", "--source", "通告"),
        ("list", "NOTHING"),
        ("history", FIRE, "1"),
    ],
)
def test_what_is_wrong_or_unknown_changes_nothing(run: Run, wrong: tuple[str, ...]) -> None:
    assert run(*wrong).exit_code != 0
