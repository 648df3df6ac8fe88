"""What an error looks like from outside: one table from errors to HTTP, as a page or a problem document."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from flask import Flask, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm.exc import ObjectDeletedError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, default_exceptions

from certificate_store import errors as store
from guides import errors as guides
from guides.errors import FieldProblem
from services_hall.applications import errors as applications
from services_hall.applications import lifecycle
from services_hall.attachments.errors import AttachmentNotFound, UploadRefused
from services_hall.identity import errors as identity
from services_hall.presentation.holder_errors import holder_words
from services_hall.presentation.languages import spoken
from services_hall.presentation.messages import message
from services_hall.web.access import is_api, way_back

logger = logging.getLogger(__name__)

PROBLEM_TYPE: Final = "application/problem+json"
RETRY_SECONDS: Final = 2


@dataclass(frozen=True)
class Problem:
    """How an error is told: the HTTP status, a title, and what the reader can do."""

    status: HTTPStatus
    title: LazyString
    advice: LazyString


def _problem(status: int, title: LazyString, advice: LazyString) -> Problem:
    return Problem(HTTPStatus(status), title, advice)


_GONE = _problem(
    404, _("没有找到这个页面"), _("地址可能写错了，或者内容已经不在这里。您可以搜索，或从首页重新开始。")
)
_NO_GUIDE = _problem(
    404, _("没有找到这个事项"), _("它可能已经取消或换了名称。请搜索您要办的事，或查看全部办事指南。")
)
_NOT_YOURS = _problem(404, _("没有找到这个办件"), _("请核对编号；只有本人和承办部门能看到办件。"))
_CHANGED = _problem(409, _("情况已经变化"), _("有人先一步办理了，或内容已经更新。请返回上一页刷新后再试。"))
_WRONG = _problem(422, _("填写的内容有误"), _("请返回上一页，按提示修改后再提交。"))
_NO_RIGHT = _problem(
    403, _("您没有权限打开这个页面"), _("当前身份不能办理此项工作。您可以返回首页，或换一个账号登录。")
)
_UNKNOWN = _problem(401, _("请先登录"), _("登录后即可继续。"))
_BUSY = _problem(503, _("现在有些繁忙"), _("系统正在处理，页面会自动重试，请稍候。"))
_STALE = _problem(
    400,
    _("页面停留太久，需要重新确认"),
    _("为了您的安全，这次提交没有生效。请返回上一页，刷新后再提交一次。"),
)
_SIGN_IN = _problem(400, _("登录没有完成"), _("登录页面可能已过期，或已经用过。请重新登录。"))
_FAILED = _problem(500, _("系统出了点问题"), _("问题已经记录。您已提交的内容不会丢失，请稍后再试。"))

PROBLEMS: Final[Mapping[type[Exception], Problem]] = {
    identity.SignInRequired: _UNKNOWN,
    identity.TokenInvalid: _UNKNOWN,
    identity.NotAllowed: _NO_RIGHT,
    identity.AccountNotFound: _GONE,
    identity.UsernameTaken: _CHANGED,
    identity.PasswordTooShort: _WRONG,
    identity.SignInFailed: _SIGN_IN,
    identity.SignInBusy: _BUSY,
    identity.ProviderUnreachable: _BUSY,
    guides.GuideNotFound: _NO_GUIDE,
    guides.EditionNotFound: _NO_GUIDE,
    guides.BundleNotFound: _NO_GUIDE,
    guides.DivisionNotFound: _GONE,
    guides.NoImplementation: _problem(
        422, _("这个地方暂不办理此事项"), _("请换一个行政区划，或拨打 12345 咨询。")
    ),
    guides.CodeTaken: _CHANGED,
    guides.DraftInvalid: _WRONG,
    guides.BlockingFindings: _WRONG,
    guides.CircularOrder: _WRONG,
    guides.SameEditor: _problem(403, _("不能审核自己编写的指南"), _("请由另一位审核人办理。")),
    guides.EditionTransitionRefused: _CHANGED,
    guides.NotYetEffective: _CHANGED,
    guides.EditionOutdated: _CHANGED,
    guides.EditionFrozen: _CHANGED,
    store.UnknownCertificate: _problem(
        404, _("没有找到这个证照"), _("请核对证照标识；也可以上传证照文件核验。")
    ),
    store.UnknownCertificateType: _GONE,
    store.HolderInvalid: _WRONG,
    store.NumberInvalid: _WRONG,
    store.CertificateInvalid: _WRONG,
    store.NotTheIssuingAgency: _NO_RIGHT,
    store.NotTheHolder: _NO_RIGHT,
    store.UseWithoutBasis: _NO_RIGHT,
    store.TransitionRefused: _CHANGED,
    store.NotTheCurrentVersion: _CHANGED,
    store.SourceAlreadyUsed: _CHANGED,
    store.StoreUnreachable: _BUSY,
    applications.AnswersInvalid: _WRONG,
    applications.ScenarioStops: _problem(422, _("按您的情况暂不能申请"), _("请查看情景引导中的说明。")),
    applications.OfferNotFound: _NO_GUIDE,
    applications.OfferChanged: _problem(
        409, _("办事指南刚刚更新"), _("请返回上一页，看看变了什么，再确认提交。")
    ),
    applications.RequirementsOpen: _WRONG,
    applications.MaterialNotInGuide: _WRONG,
    UploadRefused: _WRONG,
    applications.KeyReused: _problem(422, _("这个请求编号已经用过"), _("内容不同的请求请换一个编号。")),
    applications.ApplicationNotFound: _NOT_YOURS,
    applications.CaseNotFound: _NOT_YOURS,
    AttachmentNotFound: _NOT_YOURS,
    applications.PaperNotFound: _NOT_YOURS,
    applications.DraftNotFound: _NOT_YOURS,
    applications.DraftFiled: _CHANGED,
    applications.DraftChanged: _CHANGED,
    applications.ReasonMissing: _WRONG,
    applications.ProofLost: _problem(
        409, _("有材料的证照已经失效"), _("提交申请时核验过的证照现在不能证明这份材料，请查看办件中的标记。")
    ),
    applications.ConsentMissing: _problem(
        403, _("没有持证人的授权"), _("查看证照要经持证人同意；请征得同意后再试，或者上传材料。")
    ),
    lifecycle.TransitionRefused: _CHANGED,
    ObjectDeletedError: _CHANGED,
    CSRFError: _STALE,
    OperationalError: _BUSY,
    PoolExhausted: _BUSY,
}

HTTP_PROBLEMS: Final[Mapping[int, Problem]] = {
    400: _problem(400, _("这个请求看不懂"), _("请返回上一页再试一次。")),
    401: _UNKNOWN,
    403: _NO_RIGHT,
    404: _GONE,
    405: _problem(405, _("这个页面不能这样打开"), _("请从首页重新开始。")),
    413: _problem(413, _("文件太大"), _("请压缩或分成几个文件后再上传；其他内容都还在。")),
    422: _WRONG,
    429: _problem(429, _("操作太频繁"), _("请休息几分钟后再试。")),
    500: _FAILED,
    503: _BUSY,
}


def problem_of(error: Exception) -> Problem:
    """How an error is told: by its own class, then by its base classes, then by its HTTP status."""
    for kind in type(error).__mro__:
        if kind in PROBLEMS:
            return PROBLEMS[kind]
    if isinstance(error, HTTPException) and error.code is not None:
        known = HTTP_PROBLEMS.get(error.code)
        return known or Problem(HTTPStatus(error.code), _STALE.title, _GONE.advice)
    return _FAILED


def init_app(app: Flask) -> None:
    """Answers every error of the table, and every HTTP error, in the hall's own words.

    By number too: a handler for a number goes before those that extensions set for all HTTP errors.
    """
    kinds: list[type[Exception] | int] = [*PROBLEMS, *default_exceptions, HTTPException]
    for kind in kinds:
        app.register_error_handler(kind, answer)


def answer(error: Exception) -> ResponseReturnValue:
    """The page or the problem document for an error."""
    if isinstance(error, HTTPException) and error.response is not None:
        return error.response
    problem = problem_of(error)
    if problem is _BUSY:
        logger.warning("answered %s for %s", int(problem.status), type(error).__name__)
    response = document(error, problem) if is_api() else page(problem)
    response.headers["Cache-Control"] = "no-store"
    response.headers.extend(_hints(error, problem))
    return response


def _hints(error: Exception, problem: Problem) -> dict[str, str]:
    """What the answer's headers tell a program or a browser to do next."""
    hints: dict[str, str] = {}
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        hints["Retry-After"] = str(RETRY_SECONDS)
        if request.method == "GET" and not is_api():
            hints["Refresh"] = str(RETRY_SECONDS)
    if problem.status == HTTPStatus.UNAUTHORIZED and is_api():
        hints["WWW-Authenticate"] = "Bearer"
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        hints["Allow"] = ", ".join(error.valid_methods)
    return hints


def document(error: Exception, problem: Problem) -> Response:
    """The problem document of RFC 9457; `code` names the fact, `errors` the fields that are wrong."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": str(problem.title),
        "status": int(problem.status),
        "detail": str(problem.advice),
        "code": type(error).__name__,
    }
    if fields := _fields(error):
        content["errors"] = _spoken_throughout(fields)
    response = jsonify(content)
    response.status_code = problem.status
    response.content_type = PROBLEM_TYPE
    return response


_TOLD: Final[Mapping[type[Exception], Callable[[Any], Any]]] = {
    guides.DraftInvalid: lambda error: error.errors,
    guides.NoImplementation: lambda error: {
        "division_code": str(_("这里没有部门办理“%(item)s”，请换一个行政区划。", item=error.item))
    },
    store.HolderInvalid: holder_words,
    applications.AnswersInvalid: lambda error: error.errors,
    applications.RequirementsOpen: lambda error: error.materials,
    applications.ScenarioStops: lambda error: list(error.reasons),
    UploadRefused: lambda error: {"file": error.problem},
    applications.MaterialNotInGuide: lambda error: [error.key],
    applications.OfferChanged: lambda error: [error.code],
    applications.ProofLost: lambda error: list(error.materials),
}
"""What an error knows besides its name: messages by field, or the names of what is meant."""


def _fields(error: Exception) -> Any:
    """Which fields are wrong and why, where the error knows."""
    tell = _TOLD.get(type(error))
    if tell is not None:
        return tell(error)
    details = getattr(error, "data", None)  # what the API's own validation found
    if isinstance(details, Mapping):
        return details.get("errors") or details.get("messages")
    return None


def _spoken_throughout(fields: Any) -> Any:
    """The same in the language of this request, however nested."""
    if isinstance(fields, Mapping):
        return {name: _spoken_throughout(inner) for name, inner in fields.items()}
    if isinstance(fields, list):
        return [_spoken_throughout(inner) for inner in fields]
    return message(fields) if isinstance(fields, FieldProblem) else spoken(fields)


def page(problem: Problem) -> Response:
    """The page for an error, with a way on; a bare one when even that cannot be made."""
    shown = {"problem": problem, "back": way_back(), "status": int(problem.status)}
    try:
        text = render_template("entrance/problem.html", **shown)
    except Exception:
        logger.exception("the page for a problem could not be made")
        text = f"<!DOCTYPE html><meta charset=utf-8><title>{problem.title}</title><p>{problem.title}</p>"
    return Response(text, problem.status, content_type="text/html; charset=utf-8")
