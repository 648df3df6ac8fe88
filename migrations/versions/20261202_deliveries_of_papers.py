"""papers that a delivery delivers, days of visits and reasons for unsigned records,
blank forms and samples of materials, details of parties, notices to a phone, one account of a person,
an index of the grants that are still to be handed over,
form fields of editions, hearings that agencies hold of themselves, flaws and pleas

Revision: 0012
Follows: 0011
"""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

UNDELIVERED = "state = 'granted' AND delivered_at IS NULL AND issue_due_on IS NOT NULL"
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS: Final = ("annulment", "grant_withdrawal", "third_party", "hearing")
"""The kinds of prior notices; nothing ever wrote a notice of a termination."""
PINNED_MATERIAL: Final = "fk_case_demand_edition_id_material_key_edition_material"


def upgrade(engine_name: str) -> None:
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name: str) -> None:
    globals()[f"downgrade_{engine_name}"]()


def upgrade_certificates() -> None:
    """Nothing changes in the store."""


def downgrade_certificates() -> None:
    """Nothing changes in the store."""


def upgrade_hall() -> None:
    with op.batch_alter_table("delivery") as batch_op:
        batch_op.add_column(sa.Column("paper_id", BIG_ID, nullable=True))
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
    op.create_index(
        "ix_agency_case_undelivered",
        "agency_case",
        ["agency_code", "id"],
        sqlite_where=sa.text(UNDELIVERED),
        postgresql_where=sa.text(UNDELIVERED),
    )
    _add_people()
    _add_life_of_cases()


def _add_people() -> None:
    """Details of parties, notices to a phone, and one account of a person."""
    op.add_column("application_party", sa.Column("details", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("notice") as batch_op:
        batch_op.alter_column("account_id", existing_type=BIG_ID, nullable=True)
        batch_op.add_column(sa.Column("phone", sa.LargeBinary(), nullable=True))
    op.add_column(
        "account", sa.Column("shares_number", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.execute(
        "UPDATE account SET shares_number = true WHERE disabled_at IS NULL AND EXISTS ("
        "SELECT 1 FROM account AS older WHERE older.id < account.id AND older.disabled_at IS NULL"
        " AND older.identifier_index = account.identifier_index"
        " AND (older.organisation_index = account.organisation_index"
        " OR older.organisation_index IS NULL AND account.organisation_index IS NULL))"
    )
    for name, columns, organisation in (
        ("uq_account_person", ["identifier_index"], "IS NULL"),
        ("uq_account_person_organisation", ["identifier_index", "organisation_index"], "IS NOT NULL"),
    ):
        where = sa.text(f"organisation_index {organisation} AND disabled_at IS NULL AND NOT shares_number")
        op.create_index(name, "account", columns, unique=True, sqlite_where=where, postgresql_where=where)


def _drop_people() -> None:
    op.drop_index("uq_account_person_organisation", table_name="account")
    op.drop_index("uq_account_person", table_name="account")
    with op.batch_alter_table("account") as batch_op:
        batch_op.drop_column("shares_number")
    op.execute(
        "DELETE FROM notice_message WHERE notice_id IN (SELECT id FROM notice WHERE account_id IS NULL)"
    )
    op.execute("DELETE FROM notice WHERE account_id IS NULL")
    with op.batch_alter_table("notice") as batch_op:
        batch_op.drop_column("phone")
        batch_op.alter_column("account_id", existing_type=BIG_ID, nullable=False)
    with op.batch_alter_table("application_party") as batch_op:
        batch_op.drop_column("details")


def downgrade_hall() -> None:
    _drop_life_of_cases()
    _drop_people()
    op.drop_index("ix_agency_case_undelivered", "agency_case")
    op.drop_table("form_file")
    with op.batch_alter_table("site_check") as batch_op:
        batch_op.drop_column("unsigned_reason")
        batch_op.drop_column("visited_on")
    with op.batch_alter_table("delivery") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_delivery_paper_id_paper"), type_="foreignkey")
        batch_op.drop_column("paper_id")


def _add_life_of_cases() -> None:
    """Hearings of public interest, flaws, pleas, and what demands may refer to."""
    op.add_column("hearing", sa.Column("subject", sa.Text(), nullable=True))
    op.add_column("requirement", sa.Column("flaw", sa.LargeBinary(), nullable=True))
    op.add_column("agency_case", sa.Column("supply_plea_at", sa.DateTime(timezone=True), nullable=True))
    _add_form_fields()
    _tie_demands()
    _set_notice_kinds(KINDS)


def _drop_life_of_cases() -> None:
    _set_notice_kinds((*KINDS, "termination"))
    _untie_demands()
    op.drop_table("edition_form_field")
    op.drop_column("agency_case", "supply_plea_at")
    op.drop_column("requirement", "flaw")
    op.drop_column("hearing", "subject")


def _add_form_fields() -> None:
    """The form fields of the editions that were published, from their content."""
    op.create_table(
        "edition_form_field",
        sa.Column("edition_id", BIG_ID, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["guide_edition.id"], name=op.f("fk_edition_form_field_edition_id_guide_edition")
        ),
        sa.PrimaryKeyConstraint("edition_id", "key", name=op.f("pk_edition_form_field")),
    )
    connection = op.get_bind()
    published = sa.text("SELECT id, content FROM guide_edition WHERE published_at IS NOT NULL")
    rows = [
        {"edition_id": edition_id, "key": form_field["key"]}
        for edition_id, content in connection.execute(published.columns(id=BIG_ID, content=sa.JSON))
        for form_field in content.get("form_fields") or []
    ]
    if rows:
        insert = "INSERT INTO edition_form_field (edition_id, key) VALUES (:edition_id, :key)"
        connection.execute(sa.text(insert), rows)


def _tie_demands() -> None:
    """Demands refer to the item of their case, to what was asked of its applicant, and to form fields."""
    op.add_column("case_demand", sa.Column("application_item_id", BIG_ID, nullable=True))
    op.execute(
        "UPDATE case_demand SET application_item_id ="
        " (SELECT application_item_id FROM agency_case WHERE agency_case.id = case_demand.case_id)"
    )
    with op.batch_alter_table("case_demand") as batch_op:
        batch_op.alter_column("application_item_id", existing_type=BIG_ID, nullable=False)
        batch_op.drop_constraint(batch_op.f(PINNED_MATERIAL), type_="foreignkey")
        batch_op.create_foreign_key(
            batch_op.f("fk_case_demand_application_item_id_edition_id_application_item"),
            "application_item",
            ["application_item_id", "edition_id"],
            ["id", "edition_id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_case_demand_application_item_id_material_key_requirement"),
            "requirement",
            ["application_item_id", "material_key"],
            ["application_item_id", "material_key"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_case_demand_edition_id_field_key_edition_form_field"),
            "edition_form_field",
            ["edition_id", "field_key"],
            ["edition_id", "key"],
        )


def _untie_demands() -> None:
    with op.batch_alter_table("case_demand") as batch_op:
        for target in (
            "edition_id_field_key_edition_form_field",
            "application_item_id_material_key_requirement",
            "application_item_id_edition_id_application_item",
        ):
            batch_op.drop_constraint(batch_op.f(f"fk_case_demand_{target}"), type_="foreignkey")
        batch_op.create_foreign_key(
            batch_op.f(PINNED_MATERIAL),
            "edition_material",
            ["edition_id", "material_key"],
            ["edition_id", "key"],
        )
        batch_op.drop_column("application_item_id")


def _set_notice_kinds(kinds: tuple[str, ...]) -> None:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("prior_notice") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_prior_notice_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_prior_notice_kind"), f"kind IN ({named})")
