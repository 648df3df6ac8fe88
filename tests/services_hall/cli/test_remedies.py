"""`remedies`: what decisions cannot name yet, and naming it for all items of an agency."""

import pytest
from sqlalchemy import select

from guides.models import GuideEvent, Implementation
from services_hall.cli import remedies
from services_hall.database import reading
from tests.support.commands import Run, over_hall
from tests.support.hall import Hall

FIRE = "11420102WUHAN012AT"


@pytest.fixture
def run(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Run:
    return over_hall(hall, monkeypatch, remedies, remedies.remedies)


def test_what_is_named_is_public_and_no_longer_open(hall: Hall, run: Run) -> None:
    assert "until then a decision says" in run("open").output
    named = run(
        "name", FIRE, "--appeal-body", "武汉市江岸区人民政府", "--court", "武汉市江岸区人民法院（示例）"
    )
    assert named.exit_code == 0, named.output
    with hall.app.app_context():
        rows = reading().scalars(select(Implementation).where(Implementation.agency_code == FIRE)).all()
        assert {(one.appeal_body, one.court, one.version) for one in rows} == {
            ("武汉市江岸区人民政府", "武汉市江岸区人民法院（示例）", 2)
        }
        event = reading().scalars(select(GuideEvent).order_by(GuideEvent.seq.desc())).first()
        assert event is not None
        assert {change["element"] for change in event.summary["changes"]} == {"appeal_body", "court"}
    assert FIRE not in run("open").output


def test_nothing_to_name_or_an_unknown_agency_is_refused(run: Run) -> None:
    assert run("name", FIRE).exit_code == 1
    assert run("name", "NOBODY", "--court", "某法院").exit_code == 1
