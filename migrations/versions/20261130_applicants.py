"""market entities that cases are about, joint applicants, and what an application shows afterwards

Revision: 0010
Follows: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade(engine_name: str) -> None:
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name: str) -> None:
    globals()[f"downgrade_{engine_name}"]()


def upgrade_certificates() -> None:
    """Nothing changes."""


def downgrade_certificates() -> None:
    """Nothing changes."""


def upgrade_hall() -> None:
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.add_column(sa.Column("original_file_name", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("original_media_type", sa.String(length=80), nullable=True))
        batch_op.add_column(
            sa.Column("first_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("quarter_turns", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("thumbnail_file_name", sa.String(length=80), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_attachment_first_id_attachment"), "attachment", ["first_id"], ["id"]
        )
        batch_op.create_index(op.f("ix_attachment_first_id"), ["first_id"])
    with op.batch_alter_table("agency_case") as batch_op:
        batch_op.add_column(sa.Column("assigned_code", sa.String(length=18), nullable=True))
        batch_op.add_column(sa.Column("subject_name", sa.String(length=200), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_agency_case_assigned_code"), ["assigned_code"])


def downgrade_hall() -> None:
    with op.batch_alter_table("agency_case") as batch_op:
        batch_op.drop_constraint(op.f("uq_agency_case_assigned_code"), type_="unique")
        batch_op.drop_column("subject_name")
        batch_op.drop_column("assigned_code")
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.drop_index(op.f("ix_attachment_first_id"))
        batch_op.drop_constraint(op.f("fk_attachment_first_id_attachment"), type_="foreignkey")
        batch_op.drop_column("thumbnail_file_name")
        batch_op.drop_column("quarter_turns")
        batch_op.drop_column("position")
        batch_op.drop_column("first_id")
        batch_op.drop_column("original_media_type")
        batch_op.drop_column("original_file_name")
