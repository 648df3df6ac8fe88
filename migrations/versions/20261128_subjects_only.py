"""papers and files name their subject by kind and id alone

Contracts: the columns that named an application, a case or a draft go.

Revision: 0005
Follows: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
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
    with op.batch_alter_table("paper") as batch_op:
        batch_op.drop_index("uq_paper_of_application")
        batch_op.drop_index("uq_paper_of_case")
        batch_op.drop_constraint(batch_op.f("fk_paper_application_id_application"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_paper_case_id_agency_case"), type_="foreignkey")
        batch_op.drop_column("application_id")
        batch_op.drop_column("case_id")
        batch_op.alter_column("subject_kind", existing_type=sa.String(length=20), nullable=False)
        batch_op.alter_column("subject_id", existing_type=BIG_ID, nullable=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_paper_subject_kind_subject_id_kind"), ["subject_kind", "subject_id", "kind"]
        )
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_application_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_draft_id"))
        batch_op.drop_constraint(batch_op.f("fk_attachment_application_id_application"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_attachment_draft_id_draft"), type_="foreignkey")
        for column in ("application_id", "draft_id", "draft_key"):
            batch_op.drop_column(column)
        batch_op.alter_column("subject_kind", existing_type=sa.String(length=20), nullable=False)
        batch_op.alter_column("subject_id", existing_type=BIG_ID, nullable=False)
        batch_op.create_index(
            batch_op.f("ix_attachment_subject_kind_subject_id"), ["subject_kind", "subject_id"]
        )


def downgrade_hall() -> None:
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_subject_kind_subject_id"))
        batch_op.add_column(sa.Column("draft_id", BIG_ID, nullable=True))
        batch_op.add_column(sa.Column("draft_key", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("application_id", BIG_ID, nullable=True))
    op.execute(
        "UPDATE attachment SET draft_key = subject_key,"
        " draft_id = CASE WHEN subject_kind = 'draft' THEN subject_id END,"
        " application_id = CASE WHEN subject_kind = 'application' THEN subject_id END"
    )
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.alter_column("subject_kind", existing_type=sa.String(length=20), nullable=True)
        batch_op.alter_column("subject_id", existing_type=BIG_ID, nullable=True)
        batch_op.create_foreign_key(batch_op.f("fk_attachment_draft_id_draft"), "draft", ["draft_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_attachment_application_id_application"), "application", ["application_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_attachment_application_id"), ["application_id"])
        batch_op.create_index(batch_op.f("ix_attachment_draft_id"), ["draft_id"])
    with op.batch_alter_table("paper") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_paper_subject_kind_subject_id_kind"), type_="unique")
        batch_op.add_column(sa.Column("application_id", BIG_ID, nullable=True))
        batch_op.add_column(sa.Column("case_id", BIG_ID, nullable=True))
    op.execute("UPDATE paper SET case_id = subject_id WHERE subject_kind = 'case'")
    op.execute(
        "UPDATE paper SET application_id = CASE WHEN subject_kind = 'application' THEN subject_id ELSE"
        " (SELECT application_id FROM agency_case WHERE agency_case.id = paper.case_id) END"
    )
    with op.batch_alter_table("paper") as batch_op:
        batch_op.alter_column("subject_kind", existing_type=sa.String(length=20), nullable=True)
        batch_op.alter_column("subject_id", existing_type=BIG_ID, nullable=True)
        batch_op.alter_column("application_id", existing_type=BIG_ID, nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_paper_application_id_application"), "application", ["application_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_paper_case_id_agency_case"), "agency_case", ["case_id"], ["id"]
        )
        for name, column, condition in (
            ("uq_paper_of_application", "application_id", "case_id IS NULL"),
            ("uq_paper_of_case", "case_id", "case_id IS NOT NULL"),
        ):
            batch_op.create_index(
                name,
                [column, "kind"],
                unique=True,
                sqlite_where=sa.text(condition),
                postgresql_where=sa.text(condition),
            )
