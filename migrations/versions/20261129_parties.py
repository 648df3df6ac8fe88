"""parties of an application, and representations: who may act for whom

Applications filed before have no parties: their applicant stands in the application itself.

Revision: 0009
Follows: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
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
    op.add_column("draft", sa.Column("parties", sa.LargeBinary(), nullable=True))
    op.create_table(
        "representation",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("agent_id", big_id(), nullable=False),
        sa.Column("principal_name", sa.LargeBinary(), nullable=False),
        sa.Column("principal_identifier_type", sa.String(length=3), nullable=False),
        sa.Column("principal_identifier", sa.LargeBinary(), nullable=False),
        sa.Column("principal_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("capacity", sa.String(length=24), nullable=False),
        sa.Column("evidence", sa.String(length=16), nullable=False),
        sa.Column("item_codes", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_by_id", big_id(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", big_id(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["account.id"], name=op.f("fk_representation_agent_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["account.id"],
            name=op.f("fk_representation_created_by_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"],
            ["account.id"],
            name=op.f("fk_representation_ended_by_id_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_representation_public_id")),
    )
    for column in ("agent_id", "principal_index"):
        op.create_index(op.f(f"ix_representation_{column}"), "representation", [column])
    op.create_table(
        "application_party",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("application_id", big_id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("identifier_type", sa.String(length=3), nullable=False),
        sa.Column("identifier", sa.LargeBinary(), nullable=False),
        sa.Column("holder_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", big_id(), nullable=True),
        sa.Column("capacity", sa.String(length=24), nullable=False),
        sa.Column("evidence", sa.String(length=16), nullable=True),
        sa.Column("identification", sa.String(length=16), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_application_party_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_party_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_party")),
        sa.UniqueConstraint(
            "application_id", "position", name=op.f("uq_application_party_application_id_position")
        ),
    )
    op.create_index(op.f("ix_application_party_holder_index"), "application_party", ["holder_index"])


def downgrade_hall() -> None:
    op.drop_table("application_party")
    op.drop_table("representation")
    with op.batch_alter_table("draft") as batch_op:
        batch_op.drop_column("parties")


def big_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
