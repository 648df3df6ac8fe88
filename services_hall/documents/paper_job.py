"""The job of a paper: numbered in a short transaction, then rendered, signed and stored."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from certificate_store.pdf.signing import sign_pdf
from services_hall.clock import utc_now
from services_hall.core import encrypted_files, published_settings, site_settings
from services_hall.database import certificate_transaction, end_reading, reading, transaction
from services_hall.documents.authority import site_authority
from services_hall.documents.kinds import PaperKind
from services_hall.documents.models import Paper
from services_hall.documents.numbering import number_paper
from services_hall.documents.rendering import render_paper_text
from services_hall.documents.texts import PaperText, Printing
from services_hall.jobs.runner import Effect, no_effect


def render_paper(kinds: Mapping[str, PaperKind], payload: Mapping[str, Any]) -> Effect:
    """Number, render and sign one paper; idempotent when repeated."""
    paper_id, now = int(payload["paper_id"]), utc_now()
    kind = kinds[reading().get_one(Paper, paper_id).kind]
    with transaction() as session:
        prefix = site_settings().document_prefix
        number = number_paper(session, paper_id, kind, site_prefix=prefix)
    text = _text(paper_id, kind, number)
    if text is None:
        return no_effect
    end_reading()
    page = render_paper_text(text)
    with certificate_transaction() as store:
        authority = site_authority(store, now=now)
    pdf = sign_pdf(page, authority, reason=text.title, now=now)
    file_name = encrypted_files().put(pdf)

    def effect(session: Session) -> None:
        paper = session.get_one(Paper, paper_id, with_for_update=True, populate_existing=True)
        if paper.file_name is None:
            paper.file_name, paper.sha256 = file_name, hashlib.sha256(pdf).hexdigest()
            paper.made_at = now
            kind.consequence(session, paper, now=now)

    return effect


def _text(paper_id: int, kind: PaperKind, number: str) -> PaperText | None:
    """The text of the paper, or None when its file exists already."""
    settings = published_settings().current()
    paper = reading().get_one(Paper, paper_id)
    if paper.file_name is not None:
        return None
    printing = Printing(
        title=kind.title_for(paper),
        number=number,
        site_name=settings.site_name,
        base_url=settings.base_url,
        is_demo=settings.is_loopback,
    )
    return kind.text(paper, printing)
