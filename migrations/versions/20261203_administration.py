"""passwords that their owner has to change, settings of the site written on a page, feeds of cases and webhooks,
demands tied to the item of their case, registrations for hearings,
index of ended cases, absences of officers, saved views of the desk

Revision: 0013
Follows: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade(engine_name: str) -> None:
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name: str) -> None:
    globals()[f"downgrade_{engine_name}"]()


def upgrade_certificates() -> None:
    """Nothing changes in the store."""


def downgrade_certificates() -> None:
    """Nothing changes in the store."""


ITEM_OF_CASE = "uq_agency_case_id_application_item_id"
DEMAND_OF_CASE = "fk_case_demand_case_id_agency_case"
DEMAND_OF_ITEM = "fk_case_demand_case_id_application_item_id_agency_case"
PAIR = ["id", "application_item_id"]


def upgrade_hall() -> None:
    _tie_demands_to_cases()
    _create_registrations()
    op.add_column(
        "account", sa.Column("must_change_password", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("draft", sa.Column("last_look", sa.JSON(), nullable=True))
    op.create_index(
        "ix_agency_case_ended_states",
        "agency_case",
        ["agency_code", "state", "division_code"],
        sqlite_where=sa.text("outcome IS NOT NULL"),
        postgresql_where=sa.text("outcome IS NOT NULL"),
    )
    op.create_table(
        "site_setting",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_site_setting")),
    )
    _add_feed_numbers()
    op.add_column("agency_case", sa.Column("result_entry", sa.LargeBinary(), nullable=True))
    _add_webhooks()
    _create_desk_tables()
    _create_supervision_order()


def _create_desk_tables() -> None:
    op.create_table(
        "officer_absence",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("officer_id", BIG_ID, nullable=False),
        sa.Column("substitute_id", BIG_ID, nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("chosen_by_id", BIG_ID, nullable=False),
        sa.Column("chosen_at", INSTANT, nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_officer_absence_days")),
        sa.CheckConstraint("officer_id <> substitute_id", name=op.f("ck_officer_absence_two_people")),
        *(
            sa.ForeignKeyConstraint(
                [column],
                ["account.id"],
                name=op.f(f"fk_officer_absence_{column}_account"),
                ondelete="CASCADE",
            )
            for column in ("officer_id", "substitute_id", "chosen_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_absence")),
    )
    op.create_index("ix_officer_absence_officer_id", "officer_absence", ["officer_id"])
    op.create_index("ix_officer_absence_substitute_id", "officer_absence", ["substitute_id"])
    op.create_table(
        "saved_view",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("account_id", BIG_ID, nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_saved_view_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_saved_view_account_id_name")),
    )


def downgrade_hall() -> None:
    op.drop_table("supervision_order")
    op.drop_table("saved_view")
    op.drop_table("officer_absence")
    op.drop_table("webhook_endpoint")
    op.drop_index(op.f("ix_hearing_registration_hearing_id"), "hearing_registration")
    op.drop_table("hearing_registration")
    _untie_demands_from_cases()
    op.drop_column("agency_case", "result_entry")
    _drop_feed_numbers()
    with op.batch_alter_table("draft") as batch_op:
        batch_op.drop_column("last_look")
    op.drop_index("ix_agency_case_ended_states", "agency_case")
    op.drop_table("site_setting")
    with op.batch_alter_table("account") as batch_op:
        batch_op.drop_column("must_change_password")


def _add_feed_numbers() -> None:
    """Events of before get their numbers from the same job as new ones."""
    op.add_column("case_event", sa.Column("feed_agency", sa.String(length=18), nullable=True))
    op.add_column("case_event", sa.Column("feed_number", BIG_ID, nullable=True))
    unnumbered, numbered = sa.text("feed_number IS NULL"), sa.text("feed_number IS NOT NULL")
    op.create_index(
        "ix_case_event_unnumbered",
        "case_event",
        ["id"],
        sqlite_where=unnumbered,
        postgresql_where=unnumbered,
    )
    op.create_index(
        "ix_case_event_feed",
        "case_event",
        ["feed_agency", "feed_number"],
        unique=True,
        sqlite_where=numbered,
        postgresql_where=numbered,
    )


def _drop_feed_numbers() -> None:
    op.drop_index("ix_case_event_feed", "case_event")
    op.drop_index("ix_case_event_unnumbered", "case_event")
    with op.batch_alter_table("case_event") as batch_op:
        batch_op.drop_column("feed_number")
        batch_op.drop_column("feed_agency")
    op.execute("DELETE FROM guide_counter WHERE name LIKE 'case-changes%'")


def _tie_demands_to_cases() -> None:
    """A demand names its case together with the item of that case."""
    op.create_index(ITEM_OF_CASE, "agency_case", PAIR, unique=True)
    with op.batch_alter_table("case_demand") as batch_op:
        batch_op.drop_constraint(batch_op.f(DEMAND_OF_CASE), type_="foreignkey")
        batch_op.create_foreign_key(
            batch_op.f(DEMAND_OF_ITEM), "agency_case", ["case_id", "application_item_id"], PAIR
        )


def _untie_demands_from_cases() -> None:
    with op.batch_alter_table("case_demand") as batch_op:
        batch_op.drop_constraint(batch_op.f(DEMAND_OF_ITEM), type_="foreignkey")
        batch_op.create_foreign_key(batch_op.f(DEMAND_OF_CASE), "agency_case", ["case_id"], ["id"])
    op.drop_index(ITEM_OF_CASE, "agency_case")


def _create_registrations() -> None:
    op.create_table(
        "hearing_registration",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("hearing_id", BIG_ID, nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("wants_to_speak", sa.Boolean(), nullable=False),
        sa.Column("topic", sa.LargeBinary(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["hearing_id"], ["hearing.id"], name=op.f("fk_hearing_registration_hearing_id_hearing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_registration")),
    )
    op.create_index(op.f("ix_hearing_registration_hearing_id"), "hearing_registration", ["hearing_id"])


def _add_webhooks() -> None:
    """Where agencies' systems are told of changes."""
    op.create_table(
        "webhook_endpoint",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("client_id", BIG_ID, nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["oauth_client.id"],
            name=op.f("fk_webhook_endpoint_client_id_oauth_client"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_endpoint")),
        sa.UniqueConstraint("client_id", name=op.f("uq_webhook_endpoint_client_id")),
    )


def _create_supervision_order() -> None:
    op.create_table(
        "supervision_order",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("agency_code", sa.String(length=18), nullable=False),
        sa.Column("case_id", BIG_ID, nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", BIG_ID, nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", BIG_ID, nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", BIG_ID, nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer IS NULL)", name=op.f("ck_supervision_order_answered")
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR answered_at IS NOT NULL",
            name=op.f("ck_supervision_order_answered_before_closed"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_code"], ["agency.code"], name=op.f("fk_supervision_order_agency_code_agency")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_supervision_order_answered_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["agency_case.id"], name=op.f("fk_supervision_order_case_id_agency_case")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["account.id"], name=op.f("fk_supervision_order_closed_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["account.id"], name=op.f("fk_supervision_order_given_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_order")),
    )
    op.create_index("ix_supervision_order_agency_code", "supervision_order", ["agency_code", "id"])
