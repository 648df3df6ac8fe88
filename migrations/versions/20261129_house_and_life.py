"""the choices of a draft in columns of their own; the words of a promise only on its paper

A draft's choices were one mapping, in which the keys `consent` and `tolerance` stood among the keys of materials.
The words, the hash and the authentication of a promise stood in its row and in the details of its paper; nothing
read those of the row. Way back: the row gets empty words again, and the paper keeps the signed ones.

Revision: 0008
Follows: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

DRAFT = sa.table(
    "draft",
    sa.column("id", sa.BigInteger),
    sa.column("choices", sa.JSON),
    sa.column("consent", sa.Boolean),
    sa.column("is_tolerance_chosen", sa.Boolean),
    sa.column("originals_seen", sa.JSON),
)
PROMISE = sa.table(
    "promise",
    sa.column("text", sa.LargeBinary),
    sa.column("sha256", sa.String),
    sa.column("authentication", sa.String),
)
ANSWERS = {"yes": True, "no": False}


def upgrade(engine_name: str) -> None:
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name: str) -> None:
    globals()[f"downgrade_{engine_name}"]()


def upgrade_certificates() -> None:
    """Nothing changes."""


def downgrade_certificates() -> None:
    """Nothing changes."""


def upgrade_hall() -> None:
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("consent", sa.Boolean(), nullable=True))
        batch_op.add_column(
            sa.Column("is_tolerance_chosen", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("originals_seen", sa.JSON(), server_default="[]", nullable=False))
    split_choices()
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_column("choices")
    with op.batch_alter_table("promise", schema=None) as batch_op:
        for column in PROMISE.c:
            batch_op.drop_column(column.name)


def downgrade_hall() -> None:
    connection = op.get_bind()
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.add_column(sa.Column("text", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("sha256", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("authentication", sa.String(length=40), nullable=True))
    connection.execute(sa.update(PROMISE).values(text=b"", sha256="", authentication=""))
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.alter_column("text", existing_type=sa.LargeBinary(), nullable=False)
        batch_op.alter_column("sha256", existing_type=sa.String(length=64), nullable=False)
        batch_op.alter_column("authentication", existing_type=sa.String(length=40), nullable=False)
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("choices", sa.JSON(), server_default="{}", nullable=False))
    join_choices()
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.alter_column("choices", existing_type=sa.JSON(), server_default=None)
        batch_op.drop_column("originals_seen")
        batch_op.drop_column("is_tolerance_chosen")
        batch_op.drop_column("consent")


def split_choices() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(DRAFT.c.id, DRAFT.c.choices)).all():
        values = {
            "consent": ANSWERS.get(row.choices.get("consent")),
            "is_tolerance_chosen": row.choices.get("tolerance") == "yes",
            "originals_seen": sorted(key for key, choice in row.choices.items() if choice == "seen"),
        }
        connection.execute(sa.update(DRAFT).where(DRAFT.c.id == row.id).values(values))


def join_choices() -> None:
    connection = op.get_bind()
    columns = (DRAFT.c.id, DRAFT.c.consent, DRAFT.c.is_tolerance_chosen, DRAFT.c.originals_seen)
    for row in connection.execute(sa.select(*columns)).all():
        choices = dict.fromkeys(row.originals_seen, "seen")
        if row.consent is not None:
            choices["consent"] = "yes" if row.consent else "no"
        if row.is_tolerance_chosen:
            choices["tolerance"] = "yes"
        connection.execute(sa.update(DRAFT).where(DRAFT.c.id == row.id).values(choices=choices))
