"""index of certificates that end soon, sizes from which an item applies in a place, pages of uploaded PDFs,
names of joint applicants

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


HAS_NAME = sa.text("holder_name_index IS NOT NULL")


def upgrade_hall() -> None:
    op.add_column(
        "application_party", sa.Column("holder_name_index", sa.LargeBinary(length=32), nullable=True)
    )
    op.create_index(
        "ix_application_party_holder_name_index",
        "application_party",
        ["holder_name_index"],
        sqlite_where=HAS_NAME,
        postgresql_where=HAS_NAME,
    )
    op.add_column("attachment", sa.Column("pages", sa.Integer(), nullable=True))
    op.add_column("implementation", sa.Column("least_area", sa.Integer(), nullable=True))
    op.add_column("implementation", sa.Column("least_seats", sa.Integer(), nullable=True))
    op.add_column(
        "implementation", sa.Column("size_source", sa.String(length=300), server_default="", nullable=False)
    )


def downgrade_hall() -> None:
    op.drop_index("ix_application_party_holder_name_index", "application_party")
    with op.batch_alter_table("application_party") as batch_op:
        batch_op.drop_column("holder_name_index")
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.drop_column("pages")
    with op.batch_alter_table("implementation") as batch_op:
        batch_op.drop_column("size_source")
        batch_op.drop_column("least_seats")
        batch_op.drop_column("least_area")
