"""index of certificates that end soon, sizes from which an item applies in a place, pages of uploaded PDFs,
names of joint applicants, hearings, numbers with a wrong check digit read from the original,
texts of forms that were sent after the sign-in had ended,
events with which limits end, planned ends of special procedures

Revision: 0011
Follows: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade(engine_name: str) -> None:
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name: str) -> None:
    globals()[f"downgrade_{engine_name}"]()


def upgrade_certificates() -> None:
    has_end = sa.text("valid_to IS NOT NULL")
    op.create_index(
        "ix_certificate_valid_to",
        "certificate",
        ["valid_to", "id"],
        sqlite_where=has_end,
        postgresql_where=has_end,
    )


def downgrade_certificates() -> None:
    op.drop_index("ix_certificate_valid_to", "certificate")


DEMAND_OF_A_HEARING = ("hearing_demanded_at", "demand_withdrawn_at", "heard_at")
PLANNED_ENDS = """
    UPDATE agency_case SET paused_until = (
        SELECT planned_until FROM special_procedure
        WHERE special_procedure.case_id = agency_case.id AND special_procedure.ended_on IS NULL
    )
    WHERE paused_on IS NOT NULL
"""
HAS_NAME = sa.text("holder_name_index IS NOT NULL")


def upgrade_hall() -> None:
    op.add_column(
        "application_party", sa.Column("holder_name_index", sa.LargeBinary(length=32), nullable=True)
    )
    op.add_column(
        "application_party",
        sa.Column("is_number_from_original", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_index(
        "ix_application_party_holder_name_index",
        "application_party",
        ["holder_name_index"],
        sqlite_where=HAS_NAME,
        postgresql_where=HAS_NAME,
    )
    op.add_column("attachment", sa.Column("pages", sa.Integer(), nullable=True))
    op.add_column("browser_session", sa.Column("saved_input", sa.LargeBinary(), nullable=True))
    op.add_column("implementation", sa.Column("least_area", sa.Integer(), nullable=True))
    op.add_column("implementation", sa.Column("least_seats", sa.Integer(), nullable=True))
    op.add_column(
        "implementation", sa.Column("size_source", sa.String(length=300), server_default="", nullable=False)
    )
    for name in DEMAND_OF_A_HEARING:
        op.add_column("prior_notice", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("agency_case", sa.Column("limit_ends_with", sa.String(length=16), nullable=True))
    op.add_column("agency_case", sa.Column("paused_until", sa.Date(), nullable=True))
    op.execute(PLANNED_ENDS)
    _create_hearings()


def _create_hearings() -> None:
    big_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "hearing",
        sa.Column("id", big_id, nullable=False),
        sa.Column("case_id", big_id, nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("planned_time", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_by_id", big_id, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record_id", big_id, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["agency_case.id"], name=op.f("fk_hearing_case_id_agency_case")),
        sa.ForeignKeyConstraint(
            ["announced_by_id"], ["account.id"], name=op.f("fk_hearing_announced_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["attachment.id"], name=op.f("fk_hearing_record_id_attachment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing")),
    )
    op.create_index(op.f("ix_hearing_case_id"), "hearing", ["case_id"])


def downgrade_hall() -> None:
    op.drop_index(op.f("ix_hearing_case_id"), "hearing")
    op.drop_table("hearing")
    with op.batch_alter_table("agency_case") as batch_op:
        batch_op.drop_column("paused_until")
        batch_op.drop_column("limit_ends_with")
    with op.batch_alter_table("prior_notice") as batch_op:
        for name in DEMAND_OF_A_HEARING:
            batch_op.drop_column(name)
    op.drop_index("ix_application_party_holder_name_index", "application_party")
    with op.batch_alter_table("application_party") as batch_op:
        batch_op.drop_column("is_number_from_original")
        batch_op.drop_column("holder_name_index")
    with op.batch_alter_table("browser_session") as batch_op:
        batch_op.drop_column("saved_input")
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.drop_column("pages")
    with op.batch_alter_table("implementation") as batch_op:
        batch_op.drop_column("size_source")
        batch_op.drop_column("least_seats")
        batch_op.drop_column("least_area")
