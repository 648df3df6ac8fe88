"""Registry of what each domain declares for the shared packages: papers, readers of papers and of files."""

from typing import Final

from services_hall.applications import papers, readers
from services_hall.applications.models import ApplicationPaper, CasePaper
from services_hall.applications.paper_texts.addressees import public_party_of
from services_hall.attachments.queries import FileReader
from services_hall.documents.kinds import PaperKind
from services_hall.documents.models import Paper
from services_hall.documents.queries import PaperReader

PAPER_KINDS: Final[dict[str, PaperKind]] = {**papers.KINDS}
PAPER_READERS: Final[dict[str, PaperReader]] = {**readers.PAPER_READERS}
FILE_READERS: Final[dict[str, FileReader]] = {**readers.FILE_READERS}


def paper_title(paper: Paper) -> str:
    """The official title that is printed on the paper."""
    return PAPER_KINDS[paper.kind].title_for(paper)


def paper_party(paper: Paper) -> str | None:
    """Whom the paper is about, with the names of people masked for the public; None for nobody's paper."""
    return public_party_of(paper) if isinstance(paper, (ApplicationPaper, CasePaper)) else None
