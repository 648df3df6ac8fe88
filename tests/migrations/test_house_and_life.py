"""The choices of drafts move to columns of their own, and back."""

from alembic import command
from sqlalchemy import NullPool, create_engine, select, text

from services_hall import database
from services_hall.applications.models import Draft
from services_hall.clock import utc_now
from services_hall.core import site_settings
from services_hall.identity.models import Account
from services_hall.runtime import schema_upgrade
from tests.support.hall import Hall

CHOICES = "SELECT consent, is_tolerance_chosen, originals_seen FROM draft ORDER BY id"


def test_choices_of_drafts_stay_what_they_were(either_hall: Hall) -> None:
    with either_hall.app.app_context():
        with database.transaction() as session:
            owner = session.scalars(select(Account.id).limit(1)).one()
            for number, chosen in enumerate((None, True, False)):
                session.add(
                    Draft(
                        public_id=f"draft-{number}",
                        owner_id=owner,
                        code="X",
                        fingerprint="",
                        editions={},
                        scenario={},
                        answers={},
                        consent=chosen,
                        is_tolerance_chosen=chosen is True,
                        originals_seen=["identity-card"] if chosen is False else [],
                        changed_at=utc_now(),
                    )
                )
        database.db.engine.dispose()
        settings = site_settings()
    engine = create_engine(settings.database_url, poolclass=NullPool)
    command.stamp(schema_upgrade.configuration(settings), "head")
    with engine.connect() as connection:
        before = [tuple(row) for row in connection.execute(text(CHOICES))]
    schema_upgrade.downgrade(settings, "0007")
    with engine.connect() as connection:
        (second,) = connection.scalars(text("SELECT choices FROM draft WHERE public_id = 'draft-1'"))
    assert '"consent": "yes"' in str(second).replace("'", '"')
    schema_upgrade.upgrade(settings)
    with engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(text(CHOICES))] == before
