"""outcome of a case apart from its delivery; tables of what happens inside a case

The states "delivered" and "kept" go: a case keeps the state of its decision, and delivery is a fact of its own.
Way back: a grant that was withdrawn, cancelled or must be corrected has no earlier state; it becomes "annulled" or
"granted_on_commitment".

Revision: 0007
Follows: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATES = (
    "waiting",
    "received",
    "supplement_asked",
    "accepted",
    "accepted_tolerantly",
    "in_review",
    "recorded",
    "granted",
    "granted_on_commitment",
    "correction_ordered",
    "denied",
    "not_in_power",
    "no_licence_needed",
    "refused",
    "closed",
    "terminated",
    "withdrawn",
    "annulled",
    "grant_withdrawn",
    "grant_cancelled",
    "record_annulled",
    "record_cancelled",
)
STATES_BEFORE = (
    "waiting",
    "received",
    "supplement_asked",
    "accepted",
    "accepted_tolerantly",
    "in_review",
    "granted",
    "granted_on_commitment",
    "denied",
    "delivered",
    "kept",
    "annulled",
    "not_in_power",
    "no_licence_needed",
    "refused",
    "closed",
    "terminated",
    "withdrawn",
)
OUTCOMES = (
    "recorded",
    "granted",
    "denied",
    "refused",
    "not_in_power",
    "no_licence_needed",
    "returned",
    "terminated",
    "withdrawn",
)
WAYS_BEFORE = ("file", "certificate", "this_application", "seen")
ROLES_BEFORE = (
    "resident",
    "legal_person",
    "window_clerk",
    "agency_officer",
    "guide_editor",
    "guide_approver",
    "certificate_officer",
    "supervisor",
    "administrator",
    "agency_system",
)
UNDECIDED = ("accepted", "accepted_tolerantly", "in_review", "received", "supplement_asked", "waiting")


def upgrade(engine_name: str) -> None:
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name: str) -> None:
    globals()[f"downgrade_{engine_name}"]()


def upgrade_certificates() -> None:
    """Nothing changes here."""


def downgrade_certificates() -> None:
    """Nothing changes here."""


def upgrade_hall() -> None:
    add_columns()
    add_remedies()
    set_outcomes()
    with op.batch_alter_table("agency_case") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_agency_case_state"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_agency_case_state"), one_of("state", STATES))
        batch_op.create_check_constraint(batch_op.f("ck_agency_case_outcome"), one_of("outcome", OUTCOMES))
        batch_op.create_check_constraint(
            batch_op.f("ck_agency_case_outcome_of_state"),
            f"({one_of('state', UNDECIDED)}) = (outcome IS NULL)",
        )
    op.execute(
        "UPDATE agency_case SET outcome = 'recorded',"
        " state = CASE state WHEN 'annulled' THEN 'record_annulled' ELSE 'recorded' END"
        " WHERE outcome = 'granted' AND item_code IN (SELECT code FROM service_item WHERE item_type = 'filing')"
    )
    with op.batch_alter_table("requirement") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_requirement_met_by"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_requirement_met_by"), one_of("met_by", (*WAYS_BEFORE, "missing"))
        )
    op.drop_index("ix_agency_case_open_work", "agency_case")
    for name, (columns, where) in INDEXES.items():
        create_case_index(name, columns, where)
    set_roles(*ROLES_BEFORE[:4], "agency_head", *ROLES_BEFORE[4:])
    create_tables()


def downgrade_hall() -> None:
    drop_tables()
    for name in INDEXES:
        op.drop_index(name, "agency_case")
    create_case_index("ix_agency_case_open_work", ["agency_code", "id"], one_of("state", UNDECIDED))
    op.execute("DELETE FROM account_post WHERE role = 'agency_head'")
    set_roles(*ROLES_BEFORE)
    op.execute("UPDATE requirement SET met_by = 'seen' WHERE met_by = 'missing'")
    with op.batch_alter_table("requirement") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_requirement_met_by"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_requirement_met_by"), one_of("met_by", WAYS_BEFORE))
    with op.batch_alter_table("agency_case") as batch_op:
        for name in ("state", "outcome", "outcome_of_state"):
            batch_op.drop_constraint(batch_op.f(f"ck_agency_case_{name}"), type_="check")
    for column in ("old_state", "new_state"):
        op.execute(f"UPDATE case_event SET {column} = 'granted' WHERE {column} = 'recorded'")  # noqa: S608 - constants
    op.execute(
        "UPDATE agency_case SET state = CASE"
        " WHEN state IN ('grant_withdrawn', 'grant_cancelled', 'record_annulled', 'record_cancelled') THEN 'annulled'"
        " WHEN state = 'recorded' AND delivered_at IS NULL THEN 'granted'"
        " WHEN state = 'correction_ordered' THEN 'granted_on_commitment'"
        " WHEN state = 'granted' AND EXISTS (SELECT 1 FROM case_event WHERE case_event.case_id = agency_case.id"
        " AND case_event.action = 'keep') THEN 'kept'"
        " WHEN state IN ('granted', 'recorded', 'denied') AND delivered_at IS NOT NULL THEN 'delivered' ELSE state END"
    )
    with op.batch_alter_table("agency_case") as batch_op:
        batch_op.create_check_constraint(batch_op.f("ck_agency_case_state"), one_of("state", STATES_BEFORE))
        batch_op.drop_constraint(batch_op.f("fk_agency_case_assigned_to_id_account"), type_="foreignkey")
        for column in COLUMNS:
            batch_op.drop_column(column)
    with op.batch_alter_table("implementation") as batch_op:
        for column, _ in REMEDIES:
            batch_op.drop_column(column)
    with op.batch_alter_table("case_event") as batch_op:
        batch_op.drop_column("details")
    op.drop_index("ix_application_source", "application")
    with op.batch_alter_table("draft") as batch_op:
        batch_op.drop_column("source")
    with op.batch_alter_table("application") as batch_op:
        for name in CONTACT_INDEXES:
            batch_op.drop_index(batch_op.f(f"ix_application_{name}"))
        for column in APPLICATION_COLUMNS:
            batch_op.drop_column(column)


def set_roles(*roles: str) -> None:
    with op.batch_alter_table("account_post") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_account_post_role"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_account_post_role"), one_of("role", roles))


def one_of(column: str, values: tuple[str, ...]) -> str:
    words = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({words})"


def create_case_index(name: str, columns: list[str], where: str) -> None:
    op.create_index(
        name, "agency_case", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )


INDEXES = {
    "ix_agency_case_open_work": (
        ["agency_code", "id", "state", "division_code"],
        one_of("state", UNDECIDED),
    ),
    "ix_agency_case_ended": (["agency_code", "id"], "outcome IS NOT NULL"),
    "ix_agency_case_check_pending": (
        ["agency_code", "id"],
        one_of("state", ("correction_ordered", "granted_on_commitment")),
    ),
    "ix_agency_case_granted": (["decided_at", "id"], "outcome = 'granted'"),
}
APPLICATION_COLUMNS = (
    "delivery_way",
    "delivery_consented_at",
    "delivery_address",
    "holder_name_index",
    "phone_index",
    "source_certificate",
    "source_valid_to",
    "is_late_renewal",
)
CONTACT_INDEXES = ("holder_name_index", "phone_index")
HAS_SOURCE = sa.text("source_certificate IS NOT NULL")
COLUMNS = (
    "outcome",
    "assigned_to_id",
    "is_acceptance_provisional",
    "supplement_asked_at",
    "supplement_due_on",
    "tolerance_due_on",
    "is_deemed_accepted",
    "clock_starts_on",
    "legal_due_on",
    "paused_on",
    "delay_reason",
    "basis_key",
    "issue_due_on",
    "correction_due_on",
    "barred_until",
)


REMEDIES = (("second_appeal_body", 200), ("appeal_channel", 300), ("court", 200), ("address", 300))


def add_columns() -> None:
    with op.batch_alter_table("application") as batch_op:
        batch_op.add_column(
            sa.Column("delivery_way", sa.String(length=16), server_default="electronic", nullable=False)
        )
        batch_op.add_column(sa.Column("delivery_consented_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("delivery_address", sa.LargeBinary(), nullable=True))
        for name in CONTACT_INDEXES:
            batch_op.add_column(sa.Column(name, sa.LargeBinary(length=32), nullable=True))
            batch_op.create_index(batch_op.f(f"ix_application_{name}"), [name], unique=False)
        batch_op.add_column(sa.Column("source_certificate", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("source_valid_to", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("is_late_renewal", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    op.create_index(
        "ix_application_source",
        "application",
        ["source_certificate"],
        sqlite_where=HAS_SOURCE,
        postgresql_where=HAS_SOURCE,
    )
    op.add_column("draft", sa.Column("source", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("agency_case") as batch_op:
        batch_op.add_column(sa.Column("outcome", sa.String(length=24), nullable=True))
        batch_op.add_column(sa.Column("assigned_to_id", BIG_ID, nullable=True))
        for name in ("is_acceptance_provisional", "is_deemed_accepted"):
            batch_op.add_column(sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("supplement_asked_at", sa.DateTime(timezone=True), nullable=True))
        for name in (
            "supplement_due_on",
            "tolerance_due_on",
            "clock_starts_on",
            "legal_due_on",
            "paused_on",
            "issue_due_on",
            "correction_due_on",
            "barred_until",
        ):
            batch_op.add_column(sa.Column(name, sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("delay_reason", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("basis_key", sa.String(length=64), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_agency_case_assigned_to_id_account"), "account", ["assigned_to_id"], ["id"]
        )
    op.add_column("case_event", sa.Column("details", sa.LargeBinary(), nullable=True))


def add_remedies() -> None:
    """Names of the bodies of remedies; a reference to the decision itself names nobody."""
    with op.batch_alter_table("implementation") as batch_op:
        for name, length in REMEDIES:
            column = sa.Column(name, sa.String(length=length), server_default="", nullable=False)
            batch_op.add_column(column)
    op.execute("UPDATE implementation SET appeal_body = '' WHERE appeal_body LIKE '以决定书载明%'")


def set_outcomes() -> None:
    """The decision before a delivery stands in the event of the delivery."""
    op.execute(
        "UPDATE agency_case SET state = (SELECT old_state FROM case_event WHERE case_event.case_id = agency_case.id"
        " AND case_event.action = 'deliver') WHERE state = 'delivered'"
    )
    op.execute("UPDATE agency_case SET state = 'granted' WHERE state = 'kept'")
    op.execute("UPDATE case_event SET new_state = old_state WHERE new_state = 'delivered'")
    op.execute("UPDATE case_event SET new_state = 'granted' WHERE new_state = 'kept'")
    op.execute(
        "UPDATE agency_case SET outcome = CASE"  # noqa: S608 - constants of this file
        " WHEN state IN ('granted', 'granted_on_commitment', 'annulled') THEN 'granted'"
        " WHEN state = 'closed' THEN 'returned' ELSE state END"
        f" WHERE NOT ({one_of('state', UNDECIDED)})"
    )


def create_tables() -> None:
    op.create_table(
        "case_demand",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "supplement", "tolerance", name="kind", native_enum=False, create_constraint=True, length=16
            ),
            nullable=False,
        ),
        sa.Column("edition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("material_key", sa.String(length=64), nullable=True),
        sa.Column("field_key", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("problem", sa.LargeBinary(), nullable=False),
        sa.Column("way_out", sa.LargeBinary(), nullable=False),
        sa.Column("answer_before", sa.LargeBinary(), nullable=True),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(material_key IS NULL) <> (field_key IS NULL)", name=op.f("ck_case_demand_one_subject")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["agency_case.id"], name=op.f("fk_case_demand_case_id_agency_case")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "material_key"],
            ["edition_material.edition_id", "edition_material.key"],
            name=op.f("fk_case_demand_edition_id_material_key_edition_material"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_demand")),
    )
    with op.batch_alter_table("case_demand") as batch_op:
        batch_op.create_index(batch_op.f("ix_case_demand_case_id"), ["case_id"])

    op.create_table(
        "case_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_case_note_author_id_account")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["agency_case.id"], name=op.f("fk_case_note_case_id_agency_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    with op.batch_alter_table("case_note") as batch_op:
        batch_op.create_index(batch_op.f("ix_case_note_case_id"), ["case_id"])

    op.create_table(
        "case_opinion",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("case_id", BIG_ID, nullable=False),
        sa.Column("agency_code", sa.String(length=18), nullable=False),
        sa.Column("question", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", BIG_ID, nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", BIG_ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_code"], ["agency.code"], name=op.f("fk_case_opinion_agency_code_agency")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_case_opinion_answered_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["account.id"], name=op.f("fk_case_opinion_asked_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["agency_case.id"], name=op.f("fk_case_opinion_case_id_agency_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_opinion")),
    )
    with op.batch_alter_table("case_opinion") as batch_op:
        batch_op.create_index(batch_op.f("ix_case_opinion_agency_code"), ["agency_code"])
        batch_op.create_index(batch_op.f("ix_case_opinion_case_id"), ["case_id"])

    op.create_table(
        "commitment_check",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("finding", sa.LargeBinary(), nullable=False),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.Column("correct_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["agency_case.id"], name=op.f("fk_commitment_check_case_id_agency_case")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["account.id"], name=op.f("fk_commitment_check_officer_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_check")),
    )
    with op.batch_alter_table("commitment_check") as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_check_case_id"), ["case_id"])

    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "electronic",
                "window",
                "post",
                name="way",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receiver", sa.LargeBinary(), nullable=True),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("tracking_number", sa.String(length=64), nullable=True),
        sa.Column(
            "item_state",
            sa.Enum(
                "to_make",
                "ready",
                "handed_over",
                "mailed",
                name="item_state",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=True,
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("proof_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["agency_case.id"], name=op.f("fk_delivery_case_id_agency_case")
        ),
        sa.ForeignKeyConstraint(
            ["proof_id"], ["attachment.id"], name=op.f("fk_delivery_proof_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_delivery_recorded_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    with op.batch_alter_table("delivery") as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_case_id"), ["case_id"])

    op.create_table(
        "limit_extension",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column(
            "unit",
            sa.Enum(
                "working_day",
                "calendar_day",
                "month",
                "hour",
                name="unit",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approval", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("approved_by_id <> asked_by_id", name=op.f("ck_limit_extension_two_persons")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["account.id"], name=op.f("fk_limit_extension_approved_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["account.id"], name=op.f("fk_limit_extension_asked_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["agency_case.id"], name=op.f("fk_limit_extension_case_id_agency_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_limit_extension")),
        sa.UniqueConstraint("case_id", name=op.f("uq_limit_extension_case_id")),
    )
    op.create_table(
        "prior_notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "annulment",
                "grant_withdrawal",
                "third_party",
                "hearing",
                "termination",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("addressee", sa.LargeBinary(), nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answer_until", sa.Date(), nullable=False),
        sa.Column("statement", sa.LargeBinary(), nullable=True),
        sa.Column("statement_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["agency_case.id"], name=op.f("fk_prior_notice_case_id_agency_case")
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["account.id"], name=op.f("fk_prior_notice_given_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["attachment.id"], name=op.f("fk_prior_notice_record_id_attachment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prior_notice")),
    )
    with op.batch_alter_table("prior_notice") as batch_op:
        batch_op.create_index(batch_op.f("ix_prior_notice_case_id"), ["case_id"])

    op.create_table(
        "promise",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "tolerance", "commitment", name="kind", native_enum=False, create_constraint=True, length=16
            ),
            nullable=False,
        ),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("authentication", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["agency_case.id"], name=op.f("fk_promise_case_id_agency_case")),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["account.id"], name=op.f("fk_promise_signed_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    with op.batch_alter_table("promise") as batch_op:
        batch_op.create_index(batch_op.f("ix_promise_case_id"), ["case_id"])

    op.create_table(
        "site_check",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("planned_time", sa.String(length=40), server_default="", nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("joins_id", BIG_ID, nullable=True),
        sa.Column("first_officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("second_officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record", sa.LargeBinary(), nullable=True),
        sa.Column("is_passed", sa.Boolean(), nullable=True),
        sa.Column("moved_from", sa.Date(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("change_reason", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("first_officer_id <> second_officer_id", name=op.f("ck_site_check_two_officers")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["agency_case.id"], name=op.f("fk_site_check_case_id_agency_case")
        ),
        sa.ForeignKeyConstraint(
            ["joins_id"], ["site_check.id"], name=op.f("fk_site_check_joins_id_site_check")
        ),
        sa.ForeignKeyConstraint(
            ["first_officer_id"], ["account.id"], name=op.f("fk_site_check_first_officer_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["second_officer_id"], ["account.id"], name=op.f("fk_site_check_second_officer_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_check")),
    )
    with op.batch_alter_table("site_check") as batch_op:
        batch_op.create_index(batch_op.f("ix_site_check_case_id"), ["case_id"])

    op.create_table(
        "special_procedure",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hearing",
                "tender",
                "auction",
                "goods_examination",
                "testing",
                "quarantine",
                "appraisal",
                "expert_review",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("planned_until", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("begun_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ended_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("ended_on >= begun_on", name=op.f("ck_special_procedure_order_of_days")),
        sa.ForeignKeyConstraint(
            ["begun_by_id"], ["account.id"], name=op.f("fk_special_procedure_begun_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["agency_case.id"], name=op.f("fk_special_procedure_case_id_agency_case")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["account.id"], name=op.f("fk_special_procedure_ended_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_procedure")),
    )
    with op.batch_alter_table("special_procedure") as batch_op:
        batch_op.create_index(batch_op.f("ix_special_procedure_case_id"), ["case_id"])
        batch_op.create_index(
            "ux_special_procedure_one_open",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )

    op.create_table(
        "superseded_material",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("requirement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "met_by",
            sa.Enum(
                "file",
                "certificate",
                "this_application",
                "seen",
                "missing",
                name="met_by",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("attachment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("certificate_identifier", sa.String(length=120), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_superseded_material_attachment_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["account.id"], name=op.f("fk_superseded_material_replaced_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["requirement.id"],
            name=op.f("fk_superseded_material_requirement_id_requirement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_superseded_material")),
    )
    with op.batch_alter_table("superseded_material") as batch_op:
        batch_op.create_index(batch_op.f("ix_superseded_material_requirement_id"), ["requirement_id"])


def drop_tables() -> None:
    with op.batch_alter_table("superseded_material") as batch_op:
        batch_op.drop_index(batch_op.f("ix_superseded_material_requirement_id"))

    op.drop_table("superseded_material")
    with op.batch_alter_table("special_procedure") as batch_op:
        batch_op.drop_index(
            "ux_special_procedure_one_open",
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_special_procedure_case_id"))

    op.drop_table("special_procedure")
    with op.batch_alter_table("site_check") as batch_op:
        batch_op.drop_index(batch_op.f("ix_site_check_case_id"))

    op.drop_table("site_check")
    with op.batch_alter_table("promise") as batch_op:
        batch_op.drop_index(batch_op.f("ix_promise_case_id"))

    op.drop_table("promise")
    with op.batch_alter_table("prior_notice") as batch_op:
        batch_op.drop_index(batch_op.f("ix_prior_notice_case_id"))

    op.drop_table("prior_notice")
    op.drop_table("limit_extension")
    with op.batch_alter_table("delivery") as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_case_id"))

    op.drop_table("delivery")
    with op.batch_alter_table("commitment_check") as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_check_case_id"))

    op.drop_table("commitment_check")
    with op.batch_alter_table("case_opinion") as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_opinion_case_id"))
        batch_op.drop_index(batch_op.f("ix_case_opinion_agency_code"))

    op.drop_table("case_opinion")
    with op.batch_alter_table("case_note") as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_note_case_id"))

    op.drop_table("case_note")
    with op.batch_alter_table("case_demand") as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_demand_case_id"))

    op.drop_table("case_demand")
