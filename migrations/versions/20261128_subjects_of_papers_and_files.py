"""papers and files name their subject by kind and id; agencies have a prefix of document numbers

Expands: the new columns are filled from the old ones, which stay until the next revision. A paper of a case is
issued by the agency of the case. Numbers given before stay as they are.

Revision: 0004
Follows: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade(engine_name: str) -> None:
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name: str) -> None:
    globals()[f"downgrade_{engine_name}"]()


def upgrade_certificates() -> None:
    """No change."""


def downgrade_certificates() -> None:
    """No change."""


def upgrade_hall() -> None:
    with op.batch_alter_table("agency") as batch_op:
        batch_op.add_column(sa.Column("document_prefix", sa.String(length=20), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_agency_document_prefix"), ["document_prefix"])
    with op.batch_alter_table("paper") as batch_op:
        batch_op.add_column(sa.Column("subject_kind", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("subject_id", BIG_ID, nullable=True))
        batch_op.add_column(sa.Column("issuer_code", sa.String(length=18), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_paper_issuer_code_agency"), "agency", ["issuer_code"], ["code"]
        )
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.add_column(sa.Column("subject_kind", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("subject_id", BIG_ID, nullable=True))
        batch_op.add_column(sa.Column("subject_key", sa.String(length=80), nullable=True))
    op.execute(
        "UPDATE paper SET subject_kind = CASE WHEN case_id IS NULL THEN 'application' ELSE 'case' END,"
        " subject_id = COALESCE(case_id, application_id),"
        " issuer_code = (SELECT agency_code FROM agency_case WHERE agency_case.id = paper.case_id)"
    )
    op.execute(
        "UPDATE attachment SET subject_key = draft_key,"
        " subject_id = COALESCE(application_id, draft_id, owner_id),"
        " subject_kind = CASE WHEN application_id IS NOT NULL THEN 'application'"
        " WHEN draft_id IS NOT NULL THEN 'draft' ELSE 'account' END"
    )


def downgrade_hall() -> None:
    with op.batch_alter_table("attachment") as batch_op:
        for column in ("subject_key", "subject_id", "subject_kind"):
            batch_op.drop_column(column)
    with op.batch_alter_table("paper") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_paper_issuer_code_agency"), type_="foreignkey")
        for column in ("issuer_code", "subject_id", "subject_kind"):
            batch_op.drop_column(column)
    with op.batch_alter_table("agency") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_agency_document_prefix"), type_="unique")
        batch_op.drop_column("document_prefix")
