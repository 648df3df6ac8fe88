"""Common interface of the desks for the types of editions: addresses, list column, page details."""

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
from services_hall.guide_desk.form_state import EditionFormState
from services_hall.presentation.forms import Params

Edition: TypeAlias = GuideEdition | BundleEdition


@dataclass(frozen=True)
class EditionDetails:
    """The part of an edition's page that depends on its type; `errors` are shown above the form."""

    findings: Sequence[FindingLink]
    errors: Params | None

    @property
    def is_blocked(self) -> bool:
        """True when a finding prevents the submission of the edition."""
        return any(link.finding.is_blocking for link in self.findings)


class EditionDesk(ABC, Generic[EditionT]):
    """The desk for a type of editions; `name` identifies it in templates."""

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
        """The address of a page or an action of this desk: "edition", "approve"."""
        return url_for(f"{self.blueprint_name}.{endpoint}", **values)

    @abstractmethod
    def agency_role(self) -> ColumnElement[str] | InstrumentedAttribute[str]:
        """The list column with the role of the responsible agency."""

    @abstractmethod
    def readable_terms(self, session: Session, edition: EditionT) -> Terms:
        """Terms in the form that is shown in differences: codes with names where possible."""

    @abstractmethod
    def details(
        self,
        session: Session,
        edition: EditionT,
        current: EditionT | None,
        state: EditionFormState,
        *,
        can_write: bool,
    ) -> EditionDetails:
        """The part of the page of `edition` that depends on its type; `current` is the edition in force."""


AnyDesk: TypeAlias = EditionDesk[Any]
