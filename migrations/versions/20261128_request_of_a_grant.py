"""the request of a grant and of a use in a column of its own

What a holder permits in an application was one text, 办理X（申请 mark）, out of which the page cut the mark
again. It becomes the purpose X and the request `mark`; the other purposes that the hall wrote become codes.

Revision: 0003
Follows: 0002
"""

import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BATCH = 500
APPLICATION = re.compile(r"办理(?P<name>.*)（申请 (?P<request>[0-9a-f]{12})）", re.DOTALL)
CODES = {
    "own_view": "本人查看可免提交的材料",
    "system_view": "经持证人同意，由部门业务系统查看可免提交的材料",
    "view_in_presence": "持证人在窗口当面同意，查看可免提交的材料",
    "certificate_taken": "领取本办件办出的电子证照",
    "same_application": "本次申请办出的证照，由各部门共同办理同一申请时使用",
}
GRANT = sa.table(
    "certificate_grant",
    sa.column("id", sa.BigInteger),
    sa.column("purpose", sa.String),
    sa.column("request", sa.String),
)
USE = sa.table(
    "certificate_use",
    sa.column("id", sa.BigInteger),
    sa.column("purpose", sa.String),
    sa.column("request", sa.String),
    sa.column("legal_basis", sa.Text),
)
APPLICATION_ROW = sa.table(
    "application",
    sa.column("id", sa.BigInteger),
    sa.column("name", sa.String),
    sa.column("purpose", sa.String),
    sa.column("grant_request", sa.String),
)


def upgrade(engine_name: str) -> None:
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name: str) -> None:
    globals()[f"downgrade_{engine_name}"]()


def upgrade_certificates() -> None:
    connection = op.get_bind()
    for table in (GRANT, USE):
        with op.batch_alter_table(table.name, schema=None) as batch_op:
            batch_op.add_column(sa.Column("request", sa.String(length=64), nullable=True))
        connection.execute(sa.update(table).values(request=""))
        for batch in batches(connection, table):
            changed = [new for row in batch if (new := split(row)) is not None]
            rewrite(connection, table, changed, "purpose", "request")
        recode(connection, table, {text: code for code, text in CODES.items()})
        with op.batch_alter_table(table.name, schema=None) as batch_op:
            batch_op.alter_column("request", existing_type=sa.String(length=64), nullable=False)


def downgrade_certificates() -> None:
    connection = op.get_bind()
    for table in (GRANT, USE):
        recode(connection, table, CODES)
        for batch in batches(connection, table):
            changed = [
                {"row": row.id, "purpose": joined(row.purpose, row.request)} for row in batch if row.request
            ]
            rewrite(connection, table, changed, "purpose")
        with op.batch_alter_table(table.name, schema=None) as batch_op:
            batch_op.drop_column("request")


def upgrade_hall() -> None:
    connection = op.get_bind()
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.add_column(sa.Column("grant_request", sa.String(length=64), nullable=True))
    connection.execute(sa.update(APPLICATION_ROW).values(grant_request=""))
    for batch in batches(connection, APPLICATION_ROW):
        changed = [
            {"row": new["row"], "grant_request": new["request"]} for row in batch if (new := split(row))
        ]
        rewrite(connection, APPLICATION_ROW, changed, "grant_request")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.alter_column("grant_request", existing_type=sa.String(length=64), nullable=False)
        batch_op.drop_column("purpose")


def downgrade_hall() -> None:
    connection = op.get_bind()
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(length=500), nullable=True))
    connection.execute(sa.update(APPLICATION_ROW).values(purpose=""))
    for batch in batches(connection, APPLICATION_ROW):
        changed = [{"row": row.id, "purpose": joined(row.name, row.grant_request)} for row in batch]
        rewrite(connection, APPLICATION_ROW, changed, "purpose")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.alter_column("purpose", existing_type=sa.String(length=500), nullable=False)
        batch_op.drop_column("grant_request")


def batches(connection: sa.Connection, table: Any) -> Iterator[list[Any]]:
    """Every row of the table by id, in batches."""
    found = {column["name"] for column in sa.inspect(connection).get_columns(table.name)}
    columns = [column for column in table.c if column.name in found]
    last = 0
    while rows := connection.execute(
        sa.select(*columns).where(table.c.id > last).order_by(table.c.id).limit(BATCH)
    ).all():
        yield list(rows)
        last = rows[-1].id


def split(row: Any) -> dict[str, Any] | None:
    """The purpose and the request of a row whose purpose names an application; None for any other."""
    found = APPLICATION.fullmatch(row.purpose)
    return found and {"row": row.id, "purpose": found["name"], "request": found["request"]}


def joined(name: str, request: str) -> str:
    return f"办理{name}（申请 {request}）"


def rewrite(connection: sa.Connection, table: Any, changed: list[dict[str, Any]], *names: str) -> None:
    if changed:
        values = {name: sa.bindparam(f"new_{name}") for name in names}
        rows = [{"row": one["row"], **{f"new_{name}": one[name] for name in names}} for one in changed]
        connection.execute(sa.update(table).where(table.c.id == sa.bindparam("row")).values(values), rows)


def recode(connection: sa.Connection, table: Any, other: dict[str, str]) -> None:
    """Replaces purposes, and equal legal bases, by the result of `other`."""
    columns = [table.c[name] for name in ("purpose", "legal_basis") if name in table.c]
    for column in columns:
        for before, after in other.items():
            connection.execute(sa.update(table).where(column == before).values({column: after}))
