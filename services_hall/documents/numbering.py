"""Numbers of papers: gapless series of the body that issues them, by kind and year."""

from sqlalchemy.orm import Session

from guides.counters import take_numbers
from guides.models import Agency
from services_hall.clock import local_day
from services_hall.documents.kinds import PaperKind
from services_hall.documents.models import Paper


def number_paper(session: Session, paper_id: int, kind: PaperKind, *, site_prefix: str) -> str:
    """Assign the paper's number, gapless within its issuer, kind and year.

    An agency numbers under its own prefix (发文机关代字), as 岸市监受〔2026〕3号. The site's own papers, and
    those of an agency without a prefix, are numbered in the site's series. The counter is locked last.
    """
    paper = session.get_one(Paper, paper_id, with_for_update=True, populate_existing=True)
    if paper.number is None:
        year = local_day(paper.written_at).year
        prefix = _own_prefix(session, paper.issuer_code)
        series = f"{kind.code}:{year}" if prefix is None else f"{paper.issuer_code}:{kind.code}:{year}"
        count = take_numbers(session, f"paper:{series}")
        paper.number = f"{prefix or site_prefix}{kind.mark}〔{year}〕{count}号"
        session.flush()
    return paper.number


def _own_prefix(session: Session, issuer_code: str | None) -> str | None:
    return None if issuer_code is None else session.get_one(Agency, issuer_code).document_prefix
