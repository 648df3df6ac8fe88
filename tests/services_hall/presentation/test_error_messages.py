"""The table of error messages covers every error that can reach a request."""

from collections.abc import Iterator
from inspect import getmembers, isclass
from types import ModuleType
from typing import Final

import pytest

from certificate_store import errors as store
from guides import errors as guides
from guides.exchange import ImportAltered, ImportUnreadable
from guides.scenario import ScenarioAnswersInvalid
from services_hall.applications import errors as applications
from services_hall.applications import lifecycle
from services_hall.attachments import errors as attachments
from services_hall.casework.transitions import TransitionRefused
from services_hall.documents import errors as documents
from services_hall.identity import errors as identity
from services_hall.jobs import errors as jobs
from services_hall.presentation.error_messages import ERROR_MESSAGES, error_message, form_message
from services_hall.use_cases.open_edition_draft import EditionUnfinished

MODULES: Final = (guides, store, applications, attachments, documents, identity, jobs)
ROOTS: Final = {
    guides.GuidesError,
    store.StoreError,
    applications.ApplicationsError,
    attachments.AttachmentsError,
    documents.DocumentsError,
    identity.IdentityError,
    jobs.JobError,
}
NEVER_IN_A_REQUEST: Final = {
    guides.DocumentPrefixTaken: "found when a command seeds the site",
    store.KeyRingMissing: "found when the process starts",
    store.KeyRingMalformed: "found when the process starts",
    store.KeyNotInRing: "found when the process starts, a failure of the site afterwards",
    store.KeyStillEncrypts: "a key is removed by a command",
    store.DecryptionFailed: "damaged data is a failure of the site",
    store.StoredFileError: "damaged data is a failure of the site",
    store.StoredFileNameInvalid: "names of stored files are never typed",
    store.StoredFileMissing: "damaged data is a failure of the site",
    store.StoredFileDamaged: "damaged data is a failure of the site",
    store.CertificateTypeInvalid: "types are registered by commands",
    store.FileAlreadyAttached: "files are attached by jobs",
    store.AppendOnly: "a mistake in the program",
    store.GrantInvalid: "a mistake in the program",
    store.AuthorityMissing: "certificates are signed by jobs",
    store.GlyphMissing: "papers are rendered by jobs",
    store.SigningFailed: "certificates are signed by jobs",
    attachments.PictureBlank: "told as a fault of the file, by the reader of uploads",
    attachments.PictureTooLarge: "told as a fault of the file, by the reader of uploads",
    attachments.PictureTooSmall: "told as a fault of the file, by the reader of uploads",
    attachments.PictureUnreadable: "told as a fault of the file, by the reader of uploads",
    attachments.PdfLocked: "told as a fault of the file, by the reader of uploads",
    attachments.PdfUnreadable: "told as a fault of the file, by the reader of uploads",
    jobs.JobImpossible: "raised by jobs",
    jobs.JobNotFound: "jobs are retried by a command",
    jobs.LeaseLost: "raised by workers",
}


def errors_of(module: ModuleType) -> Iterator[type[Exception]]:
    for _name, kind in getmembers(module, isclass):
        if kind.__module__ == module.__name__ and issubclass(kind, Exception) and kind not in ROOTS:
            yield kind


def test_every_error_that_can_reach_a_request_has_a_message() -> None:
    kinds = {kind for module in MODULES for kind in errors_of(module)}
    assert len(kinds) > 50
    without = {kind for kind in kinds if not ERROR_MESSAGES.keys() & set(kind.__mro__)}
    assert without == NEVER_IN_A_REQUEST.keys()


@pytest.mark.parametrize("kind", [*ERROR_MESSAGES])
def test_every_message_has_the_status_of_a_refusal_and_three_sentences_at_most(kind: type[Exception]) -> None:
    message = ERROR_MESSAGES[kind]
    assert 400 <= message.status < 500 or message.status == 503
    assert str(message.title)
    assert str(message.advice)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (guides.GuideNotFound("X"), 404),
        (guides.SameEditor("X"), 403),
        (EditionUnfinished(2), 409),
        (guides.NoImplementation("X", "420102000000"), 422),
        (store.StoreUnreachable("X", "away"), 503),
        (applications.DraftChanged(), 409),
        (applications.MaterialsChanged(), 409),
        (applications.ReasonMissing(), 422),
        (TransitionRefused(lifecycle.CaseState.DENIED, lifecycle.CaseAction.ACCEPT), 409),
        (identity.SignInRequired(), 401),
        (RuntimeError(), 500),
    ],
)
def test_the_message_is_that_of_the_class_or_of_the_nearest_base(error: Exception, status: int) -> None:
    assert error_message(error).status == status


def test_a_form_shows_the_sentence_for_forms() -> None:
    assert form_message(applications.ReasonMissing()) == (
        422,
        "请写明理由：会原样写进文书，送达申请人。",
    )
    assert form_message(guides.SameEditor("X"))[0] == 403


def test_an_error_without_a_sentence_for_forms_is_raised_again() -> None:
    with pytest.raises(guides.GuideNotFound):
        form_message(guides.GuideNotFound("X"))


@pytest.mark.parametrize("kind", [ImportAltered, ImportUnreadable, ScenarioAnswersInvalid])
def test_errors_that_routes_always_handle_themselves_have_no_message(kind: type[Exception]) -> None:
    assert kind not in ERROR_MESSAGES
