"""The differences between the channels that show a filed application."""

from dataclasses import dataclass

from flask import url_for
from flask_babel.speaklater import LazyString

from services_hall.applications.models import ApplicationPaper, CasePaper
from services_hall.documents.models import Paper
from services_hall.identity import Role
from services_hall.web.paper_files import BackLink, WaitingPage


@dataclass(frozen=True)
class ApplicationPageChannel:
    """A channel of the application page: roles, addresses, templates, way of sending files.

    `rule` is the address of an application below `url_prefix`; `templates` is the folder with the channel's
    frame and its parts of the page; `layout` and `section` belong to the page that waits for a paper.
    """

    roles: tuple[Role, ...]
    url_prefix: str | None
    rule: str
    templates: str
    layout: str
    section: str
    back_words: LazyString
    is_for_applicants: bool
    """Whether the user is the applicant, who receives papers and files as downloads."""

    @property
    def frame(self) -> str:
        """The template that the page extends."""
        return f"{self.templates}/application.html"

    @property
    def parts(self) -> str:
        """The template with the channel's macros of the page."""
        return f"{self.templates}/parts/application_page.html"

    def waiting_page(self) -> WaitingPage:
        """The page that is shown while a paper is rendered."""
        return WaitingPage(
            self.layout,
            self.section,
            self.back_words,
            _application_link,
            is_for_applicants=self.is_for_applicants,
        )


def _application_link(paper: Paper) -> BackLink | None:
    if not isinstance(paper, ApplicationPaper | CasePaper):
        return None
    number = paper.application.number
    return BackLink(url_for(".application", number=number), number)
