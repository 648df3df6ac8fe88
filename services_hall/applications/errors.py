"""Errors of applications, without HTTP and without personal data."""

from collections.abc import Mapping, Sequence
from datetime import date

from guides.errors import FieldProblem
from services_hall.applications.enumerations import ItemState
from services_hall.applications.lifecycle import CaseAction


class ApplicationsError(Exception):
    """Base class of the errors of applications."""


class AnswersInvalid(ApplicationsError):
    """Form fields are invalid: `errors` maps each field's name to its problem."""

    def __init__(self, errors: Mapping[str, FieldProblem]) -> None:
        super().__init__(f"wrong fields: {', '.join(sorted(errors))}")
        self.errors = dict(errors)


class ScenarioStops(ApplicationsError):
    """The scenario's answers exclude this application."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("the scenario stops here")
        self.reasons = tuple(reasons)


class OfferNotFound(ApplicationsError):
    """No guide or bundle in force has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"nothing in force has the code {code}")
        self.code = code


class OfferChanged(ApplicationsError):
    """The guide has changed since the form was opened; the applicant must confirm the new edition."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code} has a newer edition than the form")
        self.code = code


class RequirementsOpen(ApplicationsError):
    """Required materials are neither given nor waived, by field name."""

    def __init__(self, materials: Mapping[str, FieldProblem]) -> None:
        super().__init__(f"materials missing: {', '.join(sorted(materials))}")
        self.materials = dict(materials)


class MaterialNotInGuide(ApplicationsError):
    """A material was requested or submitted that the guide does not contain."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the guide asks for no material {key}")
        self.key = key


class ApplicantRefused(ApplicationsError):
    """This person or organisation cannot be the applicant; `problem` says why, `field` which one is meant."""

    def __init__(self, problem: FieldProblem, field: str = "for_whom") -> None:
        super().__init__(f"cannot be the applicant: {problem.code}")
        self.problem = problem
        self.field = field


class WindowOnly(ApplicationsError):
    """Items are not taken online, because the applicant must come to a window."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(f"only at a window: {', '.join(codes)}")
        self.codes = list(codes)


class SourceRefused(ApplicationsError):
    """The application cannot start from this certificate; `problem` says why."""

    def __init__(self, problem: FieldProblem) -> None:
        super().__init__(f"no application from this certificate: {problem.code}")
        self.problem = problem


class SourceLost(ApplicationsError):
    """The certificate that the application renews or changes is no longer in force."""


class ApplicantBarred(ApplicationsError):
    """The applicant may not apply for this licence until a day (行政许可法 arts. 78, 79)."""

    def __init__(self, until: date) -> None:
        super().__init__(f"barred until {until}")
        self.until = until


class LawNotRecorded(ApplicationsError):
    """The law changed since the application was filed: which one applies must be recorded first."""


class LawUnchanged(ApplicationsError):
    """The guide in force rests on the same law as the application."""


class RenewalDayPassed(ApplicationsError):
    """The licence expired without a decision on its renewal: it counts as renewed (行政许可法 art. 50)."""


class KeyReused(ApplicationsError):
    """The idempotency key was already used for an application with another request body."""

    def __init__(self, application_id: int) -> None:
        super().__init__("the key belongs to another request")
        self.application_id = application_id


class ApplicationNotFound(ApplicationsError):
    """The application does not exist or belongs to another person; both cases look the same."""


class CaseNotFound(ApplicationsError):
    """The case does not exist or belongs to another agency; both cases look the same."""


class ActionDoneBefore(ApplicationsError):
    """An action that is possible once in a case was done before.

    行政许可法 arts. 32(4) for the supplement notice, 42 for the extension.
    """

    def __init__(self, action: CaseAction) -> None:
        super().__init__(f"{action} was done before")
        self.action = action


class ActionInvalid(ApplicationsError):
    """Fields of an action on a case are invalid: `errors` maps each field's name to its problem."""

    def __init__(self, errors: Mapping[str, FieldProblem]) -> None:
        super().__init__(f"wrong fields: {', '.join(sorted(errors))}")
        self.errors = dict(errors)


class TextsRefused(ActionInvalid):
    """Texts of a request cannot be kept as they are, by the names of their fields."""


class ReasonMissing(ApplicationsError):
    """A denial, a refusal or a termination needs a reason (行政许可法 art. 38)."""


class OpinionNotFound(ApplicationsError):
    """The request for an opinion does not exist or went to another agency; both cases look the same."""


class OpinionAnswered(ApplicationsError):
    """The request for an opinion has its answer already."""


class SiteCheckNotOpen(ApplicationsError):
    """The case has no appointment for an on-site check that is still to come."""


class ProofLost(ApplicationsError):
    """A certificate that replaced a material no longer proves it; lists the materials for the officer."""

    def __init__(self, materials: Sequence[str]) -> None:
        super().__init__(f"no longer proved: {', '.join(materials)}")
        self.materials = tuple(materials)


class DraftNotFound(ApplicationsError):
    """The draft does not exist or belongs to another person."""


class DraftFiled(ApplicationsError):
    """The draft was filed and cannot change any more; `is_noted` says whether its own row is marked so."""

    def __init__(self, application_id: int, *, is_noted: bool = True) -> None:
        super().__init__("the draft was filed")
        self.application_id = application_id
        self.is_noted = is_noted


class DraftSubmitted(ApplicationsError):
    """The draft waits for the confirmation of joint applicants and cannot change meanwhile."""

    def __init__(self, public_id: str) -> None:
        super().__init__("the draft waits for joint applicants")
        self.public_id = public_id


class ConfirmationNotFound(ApplicationsError):
    """No such application waits for this person, or the document is another person's."""


class ConfirmationClosed(ApplicationsError):
    """The joint applicant has answered, or is no longer asked."""


class JointFilingFailed(ApplicationsError):
    """All have confirmed, but it cannot be filed as it was submitted; it is the first applicant's again."""


class DraftChanged(ApplicationsError):
    """The draft changed while it was being submitted; content that nobody reviewed is not filed."""


class MaterialsChanged(DraftChanged):
    """A file was replaced or removed while the draft was being submitted."""


class ConsentMissing(ApplicationsError):
    """The holder has not permitted this use of their certificates."""


class MaterialsMissing(ApplicationsError):
    """Materials are missing, so the case cannot be accepted as complete; lists them for the officer."""

    def __init__(self, materials: Sequence[str]) -> None:
        super().__init__(f"missing: {', '.join(materials)}")
        self.materials = tuple(materials)


class NoticeDayPassed(ApplicationsError):
    """The day for a notice has passed: the case counts as accepted (行政许可法 art. 32(4))."""


class SupplementDayPassed(ApplicationsError):
    """The day by which the applicant could give the supplement has passed."""


class NothingToApplyAgain(ApplicationsError):
    """No case under this code has ended without success; it cannot be applied for again from here."""


class NothingToWithdraw(ApplicationsError):
    """No case was chosen for a withdrawal."""


class AgentNotEntitled(ApplicationsError):
    """The mandate does not let the agent do this, or no longer; `problem` says which."""

    def __init__(self, problem: FieldProblem) -> None:
        super().__init__(f"the agent may not do this: {problem.code}")
        self.problem = problem


class CasesAlreadyEnded(ApplicationsError):
    """Cases cannot be withdrawn because an agency has decided or ended them; lists their items."""

    def __init__(self, items: Sequence[str]) -> None:
        super().__init__(f"already ended: {', '.join(items)}")
        self.items = tuple(items)


class ProcedureRuns(ApplicationsError):
    """A special procedure of the case runs: no second one, and no decision before its end.

    `until` is the day on which it is planned to end.
    """

    def __init__(self, until: date | None = None) -> None:
        super().__init__(f"a special procedure runs until {until}")
        self.until = until


class NoProcedureRuns(ApplicationsError):
    """No special procedure of the case runs."""


class ExtensionNotProvided(ApplicationsError):
    """Neither the guide nor the law provides for an extension of this limit."""


class ExtensionNotAsked(ApplicationsError):
    """No extension is waiting for an approval."""


class LimitPassed(ApplicationsError):
    """The limit is over and cannot be extended any more."""


class SecondPersonNeeded(ApplicationsError):
    """Who asked for an extension cannot approve it."""


class NothingDelayed(ApplicationsError):
    """The promised day of this case was not missed."""


class CorrectionFirst(ApplicationsError):
    """The law orders a broken commitment to be corrected before the decision may be annulled."""


class CorrectionTimeRunning(ApplicationsError):
    """The time for a correction runs until `until`; an annulment comes after it."""

    def __init__(self, until: date) -> None:
        super().__init__(f"the time for a correction runs until {until}")
        self.until = until


class CorrectionNotInGuide(ApplicationsError):
    """The guide knows no correction of a broken commitment."""


class PriorNoticeMissing(ApplicationsError):
    """Nobody was told of the right to be heard before this burdening decision (行政许可法 art. 7)."""


class StatementTimeRunning(ApplicationsError):
    """The time for a statement runs until `until`, and no statement has been received."""

    def __init__(self, until: date) -> None:
        super().__init__(f"a statement may be given until {until}")
        self.until = until


class NoticeUndelivered(ApplicationsError):
    """A notice has not reached whom it addresses: the period that starts with its delivery has not begun."""


class HearingPending(ApplicationsError):
    """A hearing was demanded, and was neither recorded nor given up (行政许可法 arts. 47, 48)."""


class HearingNotFound(ApplicationsError):
    """The public was told of no such hearing, or not lately."""


class RegistrationClosed(ApplicationsError):
    """Nobody can register for this hearing any more: its day has passed, it was held, or it is full."""


class NoHearingDemanded(ApplicationsError):
    """Nobody waits for a hearing in this case."""


class NoHearingAnnounced(ApplicationsError):
    """Day and place of the hearing have not been told, or its day has not come."""


class NoticeAlreadyGiven(ApplicationsError):
    """A prior notice of this kind was given to this person, and an answer or a hearing is awaited."""


class NoOpenNotice(ApplicationsError):
    """No prior notice waits for a statement."""


class ToleranceNotOffered(ApplicationsError):
    """Tolerance is not offered for this case: something that is missing may not follow later."""


class ToleranceNotPromised(ApplicationsError):
    """The applicant has not chosen tolerance and promised to supply what is missing."""


class ToleranceBarred(ApplicationsError):
    """The applicant broke such a promise before and has not put it right."""


class ToleranceDayPassed(ApplicationsError):
    """The day by which the promised materials could be supplied has passed."""


class NoSupplyDayLeft(ApplicationsError):
    """Promised materials are due on the last possible day already: no later one can be set."""


class DeliveryInvalid(ApplicationsError):
    """The chosen way of delivery is incomplete: problems by field name."""

    def __init__(self, errors: Mapping[str, FieldProblem]) -> None:
        super().__init__(f"wrong fields: {', '.join(sorted(errors))}")
        self.errors = dict(errors)


class DeliveryStepRefused(ApplicationsError):
    """This step of the delivery is not possible; `item_state` says where the card or paper is."""

    def __init__(self, item_state: ItemState | None) -> None:
        super().__init__(f"not possible for a result that is {item_state}")
        self.item_state = item_state
