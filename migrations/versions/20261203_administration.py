"""passwords that their owner has to change, settings of the site written on a page

Revision: 0013
Follows: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade(engine_name: str) -> None:
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name: str) -> None:
    globals()[f"downgrade_{engine_name}"]()


def upgrade_certificates() -> None:
    """Nothing changes in the store."""


def downgrade_certificates() -> None:
    """Nothing changes in the store."""


def upgrade_hall() -> None:
    op.add_column(
        "account", sa.Column("must_change_password", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_index(
        "ix_agency_case_ended_states",
        "agency_case",
        ["agency_code", "state", "division_code"],
        sqlite_where=sa.text("outcome IS NOT NULL"),
        postgresql_where=sa.text("outcome IS NOT NULL"),
    )
    op.create_table(
        "site_setting",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_site_setting")),
    )


def downgrade_hall() -> None:
    op.drop_index("ix_agency_case_ended_states", "agency_case")
    op.drop_table("site_setting")
    with op.batch_alter_table("account") as batch_op:
        batch_op.drop_column("must_change_password")
