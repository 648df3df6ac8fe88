"""index of certificates that end soon, sizes from which an item applies in a place, pages of uploaded PDFs

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


def upgrade_hall() -> None:
    op.add_column("attachment", sa.Column("pages", sa.Integer(), nullable=True))
    op.add_column("implementation", sa.Column("least_area", sa.Integer(), nullable=True))
    op.add_column("implementation", sa.Column("least_seats", sa.Integer(), nullable=True))
    op.add_column(
        "implementation", sa.Column("size_source", sa.String(length=300), server_default="", nullable=False)
    )


def downgrade_hall() -> None:
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.drop_column("pages")
    with op.batch_alter_table("implementation") as batch_op:
        batch_op.drop_column("size_source")
        batch_op.drop_column("least_seats")
        batch_op.drop_column("least_area")
