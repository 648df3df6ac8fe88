"""Promises signed with an application: their rows, and the papers to write with the receipt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from services_hall.applications.enumerations import Channel, PaperCode, SubjectKind
from services_hall.applications.filing.promises import PromiseText, authentication, promise_details
from services_hall.applications.filing.rows import PROMISES, PromiseRow
from services_hall.applications.models import PromiseKind
from services_hall.documents.paper_records import PaperRow
from services_hall.identity.random_tokens import new_public_id


@dataclass(frozen=True)
class Signing:
    """Who signed by which channel, and when."""

    account_id: int
    channel: Channel
    at: datetime


def write_promises(
    connection: Connection,
    promises: Mapping[PromiseKind, Mapping[str, PromiseText]],
    case_ids: Mapping[str, int],
    signing: Signing,
) -> list[PaperRow]:
    """Write the promises by kind and item code; returns their papers, which are not written yet."""
    if not any(promises.values()):
        return []
    proof = authentication(signing.channel)
    rows = [
        PromiseRow(
            case_id=case_ids[item_code],
            kind=kind,
            signed_at=signing.at,
            signed_by_id=signing.account_id,
        )
        for kind, by_item in promises.items()
        for item_code in by_item
    ]
    PROMISES.write_rows(connection, rows)
    return [
        PaperRow(
            public_id=new_public_id(),
            kind=PaperCode.COMMITMENT,
            subject_kind=SubjectKind.CASE,
            subject_id=case_ids[item_code],
            written_at=signing.at,
            details=promise_details(promise, proof),
        )
        for by_item in promises.values()
        for item_code, promise in by_item.items()
    ]
