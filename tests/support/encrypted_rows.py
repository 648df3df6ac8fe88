"""A hall with a value in every column that names a file and in every encrypted column."""

from sqlalchemy import ColumnElement, LargeBinary, Table, select, type_coerce, update
from sqlalchemy.orm import Session

from certificate_store.encryption import EncryptedFiles
from certificate_store.encryption.columns import EncryptedJson
from certificate_store.holders import IdentifierType
from certificate_store.pdf.authority import ensure_authority
from guides.enumerations import Unit
from services_hall import database
from services_hall.agency_systems.models import WebhookEndpoint
from services_hall.applications.enumerations import DeliveryWay, PaperCode
from services_hall.applications.models import (
    Case,
    CaseDemand,
    CaseNote,
    CaseOpinion,
    CasePaper,
    CommitmentCheck,
    Delivery,
    DemandKind,
    Draft,
    Hearing,
    HearingRegistration,
    JointConfirmation,
    LimitExtension,
    NoticeKind,
    PriorNotice,
    ProcedureKind,
    Promise,
    PromiseKind,
    SiteCheck,
    SpecialProcedure,
)
from services_hall.applications.parties.joint_applicants import JointAnswer
from services_hall.clock import local_day, utc_now
from services_hall.documents.models import Paper
from services_hall.identity import signing_keys
from services_hall.identity.capacities import Capacity, Evidence
from services_hall.identity.models import Account, AccountProof, BrowserSession, OAuthClient, Representation
from services_hall.identity.proof_purposes import ProofPurpose
from services_hall.notices.enumerations import NoticeSubject, NoticeTopic
from services_hall.notices.models import Notice
from services_hall.supervision.models import SupervisionOrder
from services_hall.upkeep.encrypted_columns import (
    TableColumns,
    encrypted_value_columns,
    file_columns,
    write_transaction,
)
from tests.support.hall import Hall


def files_of(hall: Hall) -> EncryptedFiles:
    """The hall's folder of encrypted files."""
    return EncryptedFiles(hall.folder / "files")


def is_first_row(session: Session, table: Table) -> list[ColumnElement[bool]]:
    """The condition for a table's first row, which must exist."""
    key = session.execute(select(*table.primary_key).order_by(*table.primary_key).limit(1)).one_or_none()
    assert key is not None, f"no row in {table.name}: let the test's hall have one"
    return [part == value for part, value in zip(table.primary_key, key, strict=True)]


def name_a_file_everywhere(hall: Hall) -> dict[str, str]:
    """Sets every column that names a file in the first row of its table; the names by column."""
    named = {}
    for one in file_columns():
        for column in one.columns:
            name = files_of(hall).put(f"what {column} names".encode())
            with write_transaction(one.place) as session:
                here = is_first_row(session, one.table)
                session.execute(update(one.table).where(*here).values({column: name}))
            named[str(column)] = name
    return named


def envelopes(one: TableColumns) -> dict[str, list[bytes]]:
    """The stored bytes of a table's encrypted columns, by column."""
    with write_transaction(one.place) as session:
        return {
            str(column): [
                bytes(value)
                for value in session.scalars(
                    select(type_coerce(column, LargeBinary)).where(column.is_not(None))
                )
            ]
            for column in one.columns
        }


def seal_everywhere(hall: Hall) -> dict[str, object]:
    """Sets every encrypted column in the first row of its table; the values by column."""
    fill_what_is_empty()
    given: dict[str, object] = {}
    for one in encrypted_value_columns():
        with write_transaction(one.place) as session:
            here = is_first_row(session, one.table)
            for column in one.columns:
                words = f"what {column} keeps"
                value = {"words": words} if isinstance(column.type, EncryptedJson) else words
                session.execute(update(one.table).where(*here).values({column: value}))
                given[str(column)] = value
    return given


def stored_values() -> dict[str, object]:
    """The decrypted values in the first row of every table with encrypted columns."""
    found: dict[str, object] = {}
    for one in encrypted_value_columns():
        with write_transaction(one.place) as session:
            row = session.execute(select(*one.columns).where(*is_first_row(session, one.table))).one()
            found |= {str(column): value for column, value in zip(one.columns, row, strict=True)}
    return found


def fill_what_is_empty() -> None:
    """Adds rows to the tables that are empty after seeding: a draft, a mandate, a paper, keys and others."""
    now = utc_now()
    with database.transaction() as session:
        signing_keys.signing_key(session, now=now)
        owner = session.scalars(select(Account.id).order_by(Account.id)).first()
        draft = Draft(
            public_id="draft-of-the-tests",
            owner_id=owner,
            code="open-restaurant",
            fingerprint="0" * 64,
            editions={},
            scenario={},
            answers={},
            originals_seen=[],
            changed_at=now,
        )
        session.add(draft)
        session.flush()
        session.add(
            JointConfirmation(
                draft_id=draft.id,
                position=1,
                name="",
                identifier_type=IdentifierType.IDENTITY_CARD,
                identifier="",
                holder_index=b"0" * 32,
                answer=JointAnswer.ASKED,
                asked_at=now,
            )
        )
        session.add(
            Representation(
                public_id="mandate-of-the-tests",
                agent_id=owner,
                principal_name="",
                principal_identifier_type=IdentifierType.IDENTITY_CARD,
                principal_identifier="",
                principal_index=b"0" * 32,
                capacity=Capacity.GUARDIAN,
                evidence=Evidence.STATED,
                created_by_id=owner,
                created_at=now,
            )
        )
        session.add(
            Notice(
                topic=NoticeTopic.RECEIPT,
                subject_kind=NoticeSubject.APPLICATION,
                subject="",
                name="",
                phone="",
                created_at=now,
            )
        )
        session.add(
            AccountProof(
                account_id=owner, purpose=ProofPurpose.RECOVER, address="", created_at=now, expires_at=now
            )
        )
        session.add(
            BrowserSession(
                token_hash=b"0" * 32, account_id=owner, created_at=now, seen_at=now, expires_at=now
            )
        )
        if session.scalar(select(Paper.id).limit(1)) is None:
            kind = PaperCode.ACCEPTANCE
            session.add(CasePaper(public_id="paper-of-the-tests", kind=kind, subject_id=0, written_at=now))
        add_procedure_rows(session)
    with database.certificate_transaction() as store:
        ensure_authority(store, now=now)


def add_procedure_rows(session: Session) -> None:
    """Adds a row to each table of what happens inside a case, if the hall has a case."""
    case = session.scalars(select(Case).order_by(Case.id)).first()
    if case is None:
        return
    now, today = utc_now(), local_day(utc_now())
    first, second = session.scalars(select(Account.id).order_by(Account.id).limit(2))
    edition_id = case.application_item.edition_id
    session.add_all(
        [
            CaseDemand(
                case_id=case.id,
                kind=DemandKind.SUPPLEMENT,
                application_item_id=case.application_item_id,
                edition_id=edition_id,
                field_key=case.application_item.edition.terms.form_fields[0].key,
                name="面积",
                problem="",
                way_out="",
            ),
            Promise(
                case_id=case.id,
                kind=PromiseKind.TOLERANCE,
                signed_at=now,
                signed_by_id=first,
            ),
            SpecialProcedure(
                case_id=case.id,
                kind=ProcedureKind.TESTING,
                reason="",
                begun_on=today,
                planned_until=today,
                begun_by_id=first,
            ),
            LimitExtension(
                case_id=case.id,
                amount=1,
                unit=Unit.WORKING_DAY,
                reason="",
                asked_by_id=first,
                asked_at=now,
            ),
            CaseNote(case_id=case.id, author_id=first, text="", at=now),
            CaseOpinion(
                case_id=case.id, agency_code=case.agency_code, question="", asked_by_id=first, asked_at=now
            ),
            SiteCheck(
                case_id=case.id,
                planned_on=today,
                place="",
                first_officer_id=first,
                second_officer_id=second,
            ),
            PriorNotice(
                case_id=case.id,
                kind=NoticeKind.ANNULMENT,
                text="",
                given_at=now,
                given_by_id=first,
                answer_until=today,
            ),
            CommitmentCheck(case_id=case.id, at=now, officer_id=first, finding="", is_kept=True),
            Delivery(case_id=case.id, way=DeliveryWay.WINDOW),
        ]
    )
    session.add(
        SupervisionOrder(
            agency_code=case.agency_code,
            text="",
            answer_due_on=today,
            given_at=now,
            given_by_id=first,
            answer="",
            answered_at=now,
        )
    )
    system = session.scalars(select(OAuthClient.id).order_by(OAuthClient.id)).first()
    session.add(WebhookEndpoint(client_id=system, url="", secret="", created_at=now))
    hearing = Hearing(
        case_id=case.id,
        planned_on=today,
        planned_time="",
        place="",
        subject="",
        announced_at=now,
        announced_by_id=first,
    )
    session.add(hearing)
    session.flush()
    session.add(
        HearingRegistration(
            hearing_id=hearing.id, name="", phone="", wants_to_speak=False, topic="", registered_at=now
        )
    )
