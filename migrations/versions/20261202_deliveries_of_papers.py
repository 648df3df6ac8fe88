"""papers that a delivery delivers, days of visits and reasons for unsigned records,
blank forms and samples of materials

Revision: 0012
Follows: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
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
    big_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("delivery") as batch_op:
        batch_op.add_column(sa.Column("paper_id", big_id, nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_delivery_paper_id_paper"), "paper", ["paper_id"], ["id"])
    op.add_column("site_check", sa.Column("visited_on", sa.Date(), nullable=True))
    op.add_column("site_check", sa.Column("unsigned_reason", sa.LargeBinary(), nullable=True))
    op.create_table(
        "form_file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_form_file")),
    )


def downgrade_hall() -> None:
    op.drop_table("form_file")
    with op.batch_alter_table("site_check") as batch_op:
        batch_op.drop_column("unsigned_reason")
        batch_op.drop_column("visited_on")
    with op.batch_alter_table("delivery") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_delivery_paper_id_paper"), type_="foreignkey")
        batch_op.drop_column("paper_id")
