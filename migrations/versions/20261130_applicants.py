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
    op.add_column("attachment", sa.Column("original_file_name", sa.String(length=80), nullable=True))
    op.add_column("attachment", sa.Column("original_media_type", sa.String(length=80), nullable=True))
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
        batch_op.drop_column("original_media_type")
        batch_op.drop_column("original_file_name")
