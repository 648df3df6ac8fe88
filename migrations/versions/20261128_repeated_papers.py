"""papers repeat, hold data of their text, and may no longer hold

Expands: a subject may have several papers of a kind, told apart by an ordinal, which is 1 for those written
before. The downgrade fails while a subject has a second paper of a kind.

Revision: 0006
Follows: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade(engine_name: str) -> None:
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name: str) -> None:
    globals()[f"downgrade_{engine_name}"]()


def upgrade_certificates() -> None:
    """Nothing changes here."""


def downgrade_certificates() -> None:
    """Nothing changes here."""


def upgrade_hall() -> None:
    with op.batch_alter_table("paper") as batch_op:
        batch_op.add_column(sa.Column("ordinal", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("details", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("void_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("void_cause", sa.String(length=40), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_paper_subject_kind_subject_id_kind"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_paper_subject_kind_subject_id_kind_ordinal"),
            ["subject_kind", "subject_id", "kind", "ordinal"],
        )


def downgrade_hall() -> None:
    with op.batch_alter_table("paper") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_paper_subject_kind_subject_id_kind_ordinal"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_paper_subject_kind_subject_id_kind"), ["subject_kind", "subject_id", "kind"]
        )
        for column in ("void_cause", "void_at", "details", "ordinal"):
            batch_op.drop_column(column)
