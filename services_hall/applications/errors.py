"""What can go wrong with an application: facts, without HTTP and without anything personal."""

from collections.abc import Mapping, Sequence

from guides.errors import FieldProblem


class ApplicationsError(Exception):
    """The root of this room's errors."""


class AnswersInvalid(ApplicationsError):
    """A form has wrong fields: `errors` gives the problem of each by the field's name."""

    def __init__(self, errors: Mapping[str, FieldProblem]) -> None:
        super().__init__(f"wrong fields: {', '.join(sorted(errors))}")
        self.errors = dict(errors)


class ScenarioStops(ApplicationsError):
    """The scenario's answers say that this may not be applied for."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("the scenario stops here")
        self.reasons = tuple(reasons)


class OfferNotFound(ApplicationsError):
    """No guide or bundle in force has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"nothing in force has the code {code}")
        self.code = code


class OfferChanged(ApplicationsError):
    """The guide changed between form and submission: the person settles it, never the program."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code} has a newer edition than the form was made from")
        self.code = code


class RequirementsOpen(ApplicationsError):
    """Materials that the guide requires are neither given nor waived, by field name."""

    def __init__(self, materials: Mapping[str, FieldProblem]) -> None:
        super().__init__(f"materials missing: {', '.join(sorted(materials))}")
        self.materials = dict(materials)


class MaterialNotInGuide(ApplicationsError):
    """Something was asked for, or given for, that the guide does not ask."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the guide asks for no material {key}")
        self.key = key


class KeyReused(ApplicationsError):
    """The same idempotency key came with another body than the application that was filed under it."""

    def __init__(self, application_id: int) -> None:
        super().__init__("the key stands for another request")
        self.application_id = application_id


class ApplicationNotFound(ApplicationsError):
    """There is no such application, or it is somebody else's: both look the same."""


class CaseNotFound(ApplicationsError):
    """There is no such case, or it is another agency's: both look the same."""


class PaperNotFound(ApplicationsError):
    """There is no such paper, or it is somebody else's."""


class ReasonMissing(ApplicationsError):
    """A denial, a refusal or a termination gives its reason (行政许可法 art. 38)."""


class ProofLost(ApplicationsError):
    """A certificate that spared a material no longer proves it; the officer is told which."""

    def __init__(self, materials: Sequence[str]) -> None:
        super().__init__(f"no longer proved: {', '.join(materials)}")
        self.materials = tuple(materials)


class DraftNotFound(ApplicationsError):
    """There is no such draft, or it is somebody else's."""


class DraftFiled(ApplicationsError):
    """The draft was filed and accepts no more changes; `is_noted` says whether its own row knows it."""

    def __init__(self, application_id: int, *, is_noted: bool = True) -> None:
        super().__init__("the draft was filed")
        self.application_id = application_id
        self.is_noted = is_noted


class DraftChanged(ApplicationsError):
    """What was entered changed while it was being submitted: nothing is filed that nobody looked over."""


class MaterialsChanged(DraftChanged):
    """A file was replaced or taken away while the draft was being submitted."""


class ConsentMissing(ApplicationsError):
    """The holder has not permitted this use of their certificates."""
