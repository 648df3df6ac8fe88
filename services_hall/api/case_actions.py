"""The blueprint class for cases: an action is a request that answers with the case as the caller sees it."""

from collections.abc import Callable, Collection, Mapping
from functools import wraps
from typing import Any, Final, TypeVar

from flask import request
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from services_hall.api.applications import own_files
from services_hall.api.case_schemas import CaseDocument, DeskCaseDocument
from services_hall.api.operations import FILERS, HANDLERS, Blueprint
from services_hall.api.schemas import LastChange
from services_hall.applications.errors import CaseNotFound
from services_hall.applications.models import Case
from services_hall.applications.reads import queries
from services_hall.applications.reads.applicant_history import applicant_history
from services_hall.applications.reads.application_record import CaseRecord, case_record
from services_hall.applications.reads.desk_case_record import DeskCaseRecord, desk_case_record
from services_hall.casework.transitions import TransitionRefused
from services_hall.database import reading
from services_hall.identity import Actor, Role
from services_hall.use_cases.give_supplement import SupplementInput
from services_hall.web.access import signed_in_actor
from services_hall.web.problems import answer

CASE: Final = "/cases/<string:number>"

Action = TypeVar("Action", bound=Callable[..., None])


class CaseBlueprint(Blueprint):
    """A blueprint for actions: functions of the actor, the case's number and the body, if there is one.

    An action that comes too late is answered with what happened last in the case.
    """

    def __init__(self, *names: str, **options: Any) -> None:
        super().__init__(*names, **options)
        self.register_error_handler(TransitionRefused, _answer_too_late)

    def desk_action(self, name: str, body: type[Schema] | None = None) -> Callable[[Action], Action]:
        """Registers an action of the case's agency."""

        def register(action: Action) -> Action:
            self._register(name, body, action, roles=HANDLERS, answer=DeskCaseDocument, record=desk_record)
            return action

        return register

    def applicant_action(self, name: str, body: type[Schema] | None = None) -> Callable[[Action], Action]:
        """Registers an action for the applicant, by the system that filed the case; 404 for other systems."""

        def register(action: Action) -> Action:
            @wraps(action)
            def own_action(actor: Actor, number: str, *bodies: Any) -> None:
                queries.own_case(reading(), actor, number)
                action(actor, number, *bodies)

            self._register(name, body, own_action, roles=FILERS, answer=CaseDocument, record=own_record)
            return action

        return register

    def _register(
        self,
        name: str,
        body: type[Schema] | None,
        action: Callable[..., None],
        *,
        roles: Collection[Role],
        answer: type[Schema],
        record: Callable[[Actor, str], CaseRecord],
    ) -> None:
        @wraps(action)
        def view(*bodies: Any, number: str) -> CaseRecord:
            actor = signed_in_actor()
            action(actor, number, *bodies)
            return record(actor, number)

        self.operation(f"{CASE}/{name}", answer, roles=roles, method="POST", json=body)(view)


def _answer_too_late(error: TransitionRefused) -> ResponseReturnValue:
    actor, number = signed_in_actor(), (request.view_args or {})["number"]
    try:
        case = queries.desk_case(reading(), actor, number)
    except CaseNotFound:
        case = queries.own_case(reading(), actor, number)
    return answer(error, {"last_change": LastChange().dump(_last_change(case))})


def _last_change(case: Case) -> Mapping[str, Any]:
    entry = applicant_history(case)[-1]
    return {"action": entry.action, "at": entry.at, "by": entry.author}


def own_record(actor: Actor, number: str) -> CaseRecord:
    """A case as the system sees it that filed it."""
    return case_record(queries.own_case(reading(), actor, number))


def desk_record(actor: Actor, number: str) -> DeskCaseRecord:
    """A case as its agency sees it."""
    return desk_case_record(queries.desk_case(reading(), actor, number))


def supplement_input(actor: Actor, body: Mapping[str, Any]) -> SupplementInput:
    """Uploaded files and answers of a request; raises AttachmentNotFound for another system's file."""
    return SupplementInput(attachments=own_files(actor, body["attachments"]), fields=body["answers"])
