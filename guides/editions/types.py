"""The common interface of the two types of editions, of guides and of bundles."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Final, Generic, Literal, TypeAlias, TypeVar

from sqlalchemy.orm import Session

from guides.enumerations import EditionStatus, EventKind
from guides.errors import BlockingFindings, BundleNotFound, EditionNotFound, FieldProblem, GuideNotFound
from guides.models import Bundle, BundleEdition, GuideEdition, ServiceItem
from guides.validation import Finding

Terms: TypeAlias = Mapping[str, Any]
EditionT = TypeVar("EditionT", bound=GuideEdition | BundleEdition)
UNDER_WAY: Final = (EditionStatus.DRAFT, EditionStatus.SUBMITTED, EditionStatus.APPROVED)
LARGEST_NUMBER: Final = 2**31 - 1


class EditionType(ABC, Generic[EditionT]):
    """A type of editions; `subjects` is the table of their subjects: items or bundles."""

    editions: type[EditionT]
    subjects: ClassVar[type[ServiceItem | Bundle]]
    code_column: ClassVar[Literal["item_code", "bundle_code"]]
    announced: ClassVar[EventKind]
    published: ClassVar[EventKind]
    withdrawn: ClassVar[EventKind]
    not_found: ClassVar[type[GuideNotFound | BundleNotFound]]

    @abstractmethod
    def all_editions(self, session: Session, code: str) -> Sequence[EditionT]:
        """The editions of any status, latest first; none for an unknown code."""

    @abstractmethod
    def edition_by_number(self, session: Session, code: str, number: int) -> EditionT:
        """An edition of any status; raises EditionNotFound."""

    def edition(self, session: Session, code: str, number: int) -> EditionT:
        """An edition of any status; raises EditionNotFound, also for a number too large to store."""
        if number > LARGEST_NUMBER:
            raise EditionNotFound(code, number)
        return self.edition_by_number(session, code, number)

    def working_edition(self, session: Session, code: str) -> EditionT:
        """The current working edition: the latest unfinished one, else the one in force, else the last one.

        Raises GuideNotFound or BundleNotFound when there is no edition at all.
        """
        editions = self.all_editions(session, code)
        for wanted in (UNDER_WAY, (EditionStatus.CURRENT,), tuple(EditionStatus)):
            for edition in editions:
                if edition.status in wanted:
                    return edition
        raise self.not_found(code)

    @abstractmethod
    def load_terms(self, raw: Terms) -> dict[str, Any]:
        """The validated terms; raises DraftInvalid."""

    @abstractmethod
    def other_code(self, code: str, code_in_terms: str) -> FieldProblem:
        """The problem when terms with the code `code_in_terms` are submitted for the edition of `code`."""

    @abstractmethod
    def new_subject(self, checked: Terms) -> ServiceItem | Bundle:
        """The item or bundle to which the first edition with these validated terms belongs."""

    @abstractmethod
    def describe_subject(self, edition: EditionT) -> None:
        """Updates the listed data of the item or bundle from the terms of the edition."""

    @abstractmethod
    def findings(
        self, session: Session, edition: EditionT, *, certificate_types: Collection[str]
    ) -> list[Finding]:
        """Findings about an edition; for a bundle, also against its guides in force.

        Certificate types are checked only against the known codes in `certificate_types`, if it is given.
        """

    @abstractmethod
    def refuse_faults(self, session: Session, edition: EditionT) -> None:
        """Raises BlockingFindings or CircularOrder for an edition that cannot be approved."""

    @abstractmethod
    def refuse_new_faults(self, session: Session, edition: EditionT) -> None:
        """Like `refuse_faults`, for faults that other publications can have caused since the approval."""

    @abstractmethod
    def write_rows(self, session: Session, edition: EditionT) -> None:
        """Writes the rows of a published edition that applications and lists refer to."""


def refuse_blocking(findings: Collection[Finding]) -> None:
    """Raises BlockingFindings where any of the findings blocks."""
    if blocking := [finding for finding in findings if finding.is_blocking]:
        raise BlockingFindings(blocking)
