"""market entities that cases are about, original pictures, notices, and what an account knows of its owner

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
        batch_op.add_column(
            sa.Column("is_licence_checked", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.create_unique_constraint(op.f("uq_agency_case_assigned_code"), ["assigned_code"])
    op.add_column("draft", sa.Column("licence", sa.LargeBinary(), nullable=True))
    add_account_columns()
    create_account_proof()
    create_notices()
    op.add_column("draft", sa.Column("submission", sa.LargeBinary(), nullable=True))
    op.add_column("application_party", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("representation") as batch_op:
        batch_op.add_column(sa.Column("is_manager", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("successor_id", big_id(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_representation_successor_id_account"),
            "account",
            ["successor_id"],
            ["id"],
            ondelete="SET NULL",
        )
    create_joint_confirmation()


def add_account_columns() -> None:
    for column in (
        sa.Column("phone_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("email_index", sa.LargeBinary(length=32), nullable=True),
        sa.Column("wants_email", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("wants_text", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("terms_version", sa.String(length=16), nullable=True),
        sa.Column("terms_agreed_at", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("account", column)
    op.create_index(op.f("ix_account_email_index"), "account", ["email_index"])


def create_account_proof() -> None:
    op.create_table(
        "account_proof",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("account_id", big_id(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("wrong_tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_account_proof_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_proof")),
    )
    for column in ("account_id", "secret_hash"):
        op.create_index(op.f(f"ix_account_proof_{column}"), "account_proof", [column])


def create_notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("account_id", big_id(), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("subject_kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("unique_key", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_notice_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_notice_unique_key")),
    )
    op.create_index("ix_notice_account_id", "notice", ["account_id", "id"])
    unread = sa.text("read_at IS NULL")
    op.create_index(
        "ix_notice_unread", "notice", ["account_id"], sqlite_where=unread, postgresql_where=unread
    )
    op.create_table(
        "notice_message",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("notice_id", big_id(), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notice_message_notice_id_notice"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_message")),
        sa.UniqueConstraint("notice_id", "channel", name=op.f("uq_notice_message_notice_id_channel")),
    )


def create_joint_confirmation() -> None:
    op.create_table(
        "joint_confirmation",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("draft_id", big_id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("identifier_type", sa.String(length=3), nullable=False),
        sa.Column("identifier", sa.LargeBinary(), nullable=False),
        sa.Column("holder_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", big_id(), nullable=True),
        sa.Column("identification", sa.String(length=16), nullable=True),
        sa.Column("has_consented", sa.Boolean(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_joint_confirmation_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["draft.id"],
            name=op.f("fk_joint_confirmation_draft_id_draft"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_confirmation")),
        sa.UniqueConstraint("draft_id", "position", name=op.f("uq_joint_confirmation_draft_id_position")),
    )
    op.create_index(op.f("ix_joint_confirmation_holder_index"), "joint_confirmation", ["holder_index"])


def downgrade_hall() -> None:
    op.drop_table("joint_confirmation")
    with op.batch_alter_table("representation") as batch_op:
        batch_op.drop_constraint(op.f("fk_representation_successor_id_account"), type_="foreignkey")
        batch_op.drop_column("successor_id")
        batch_op.drop_column("is_manager")
    with op.batch_alter_table("application_party") as batch_op:
        batch_op.drop_column("confirmed_at")
    with op.batch_alter_table("draft") as batch_op:
        batch_op.drop_column("submission")
    for table in ("notice_message", "notice", "account_proof"):
        op.drop_table(table)
    op.drop_index(op.f("ix_account_email_index"), "account")
    with op.batch_alter_table("account") as batch_op:
        for column in ("terms_agreed_at", "terms_version", "wants_text", "wants_email", "email_index"):
            batch_op.drop_column(column)
        batch_op.drop_column("email")
        batch_op.drop_column("phone_verified_at")
    with op.batch_alter_table("draft") as batch_op:
        batch_op.drop_column("licence")
    with op.batch_alter_table("agency_case") as batch_op:
        batch_op.drop_constraint(op.f("uq_agency_case_assigned_code"), type_="unique")
        batch_op.drop_column("is_licence_checked")
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


def big_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
