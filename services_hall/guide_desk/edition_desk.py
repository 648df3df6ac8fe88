"""What the desk's pages leave to each type of edition: addresses, list column, details of a page."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeAlias

from flask import url_for
from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute, Session

from guides.editions import EditionT, EditionType, Terms, edition_type
from guides.models import BundleEdition, GuideEdition
from services_hall.guide_desk.finding_links import FindingLink
from services_hall.guide_desk.form_state import FormState
from services_hall.presentation.forms import Params

Edition: TypeAlias = GuideEdition | BundleEdition


@dataclass(frozen=True)
class EditionDetails:
    """The part of an edition's page that is its type's own; `errors` are the summary above the form."""

    findings: Sequence[FindingLink]
    errors: Params | None

    @property
    def is_blocked(self) -> bool:
        """Whether a finding keeps the edition from being submitted."""
        return any(link.finding.is_blocking for link in self.findings)


class EditionDesk(ABC, Generic[EditionT]):
    """The desk for one type of editions; `name` tells templates which."""

    name: ClassVar[str]
    editions: type[EditionT]
    blueprint_name: ClassVar[str]
    list_endpoint: ClassVar[str]
    public_endpoint: ClassVar[str]

    @property
    def rules(self) -> EditionType[EditionT]:
        """The catalogue's rules for these editions."""
        return edition_type(self.editions)

    def url(self, endpoint: str, **values: Any) -> str:
        """The address of a page or a step of this desk: "edition", "approve"."""
        return url_for(f"{self.blueprint_name}.{endpoint}", **values)

    @abstractmethod
    def agency_role(self) -> ColumnElement[str] | InstrumentedAttribute[str]:
        """The column that says who answers for an item or bundle in the list."""

    @abstractmethod
    def readable_terms(self, session: Session, edition: EditionT) -> Terms:
        """Terms as differences between editions are shown: codes with names where they have some."""

    @abstractmethod
    def details(
        self,
        session: Session,
        edition: EditionT,
        current: EditionT | None,
        state: FormState,
        *,
        can_write: bool,
    ) -> EditionDetails:
        """The part of the page of `edition` that is its type's own; `current` is the edition in force."""


AnyDesk: TypeAlias = EditionDesk[Any]
