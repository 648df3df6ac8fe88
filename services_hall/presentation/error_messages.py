"""Messages of errors: HTTP status, title, advice, and sentence on a form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Final, Self

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm.exc import ObjectDeletedError

from certificate_store import errors as store
from guides import errors as guides
from guides.errors import FieldProblem
from services_hall.applications import errors as applications
from services_hall.applications.answers import AnswerFault
from services_hall.attachments import errors as attachments
from services_hall.casework import transitions
from services_hall.documents import errors as documents
from services_hall.identity import errors as identity
from services_hall.use_cases.open_edition_draft import EditionUnfinished
from services_hall.use_cases.save_edition_draft import EditionDraftOvertaken


@dataclass(frozen=True)
class ErrorMessage:
    """The message of an error: the HTTP status, a title, and what to do next.

    `on_form` is the sentence on a form that is shown again after the error. `details` returns further data of
    the error: problems by field, or names.
    """

    status: HTTPStatus
    title: LazyString
    advice: LazyString
    on_form: LazyString | None = None
    details: Callable[[Any], object] | None = None

    def with_form(self, sentence: LazyString) -> Self:
        """The same message with a sentence for a form."""
        return replace(self, on_form=sentence)

    def with_details(self, details: Callable[[Any], object]) -> Self:
        """The same message with details of the error."""
        return replace(self, details=details)


def _message(status: int, title: LazyString, advice: LazyString) -> ErrorMessage:
    return ErrorMessage(HTTPStatus(status), title, advice)


_GONE = _message(
    404, _l("没有找到这个页面"), _l("地址可能写错了，或者内容已经不在这里。您可以搜索，或从首页重新开始。")
)
_NO_GUIDE = _message(
    404, _l("没有找到这个事项"), _l("它可能已经取消或换了名称。请搜索您要办的事，或查看全部办事指南。")
)
_NOT_YOURS = _message(404, _l("没有找到这个办件"), _l("请核对编号；只有本人和承办部门能看到办件。"))
_CHANGED = _message(409, _l("情况已经变化"), _l("有人先一步办理了，或内容已经更新。请返回上一页刷新后再试。"))
_WRONG = _message(422, _l("填写的内容有误"), _l("请返回上一页，按提示修改后再提交。"))
_NO_RIGHT = _message(
    403, _l("您没有权限打开这个页面"), _l("当前身份不能办理此项工作。您可以返回首页，或换一个账号登录。")
)
_UNKNOWN = _message(401, _l("请先登录"), _l("登录后即可继续。"))
_BUSY = _message(503, _l("现在有些繁忙"), _l("系统正在处理，页面会自动重试，请稍候。"))
_STALE = _message(
    400,
    _l("页面停留太久，需要重新确认"),
    _l("为了您的安全，这次提交没有生效。请返回上一页，刷新后再提交一次。"),
)
_SIGN_IN = _message(400, _l("登录没有完成"), _l("登录页面可能已过期，或已经用过。请重新登录。"))
FAILURE = _message(500, _l("系统出了点问题"), _l("问题已经记录。您已提交的内容不会丢失，请稍后再试。"))

ERROR_MESSAGES: Final[Mapping[type[Exception], ErrorMessage]] = {
    identity.SignInRequired: _UNKNOWN,
    identity.TokenInvalid: _UNKNOWN,
    identity.NotAllowed: _NO_RIGHT,
    identity.AccountNotFound: _GONE,
    identity.UsernameTaken: _CHANGED,
    identity.IdentityNumberTaken: _message(
        409,
        _l("这个证件号码已经属于另一个账号"),
        _l("请用原来的账号登录。原来的账号用不了的，请带证件到任何一个窗口，或拨打页面下方的电话。"),
    ),
    identity.PasswordTooShort: _WRONG,
    identity.AccountNameInvalid: _WRONG,
    identity.AccountRefused: _WRONG.with_details(lambda error: error.problems),
    identity.PostNotFound: _GONE,
    identity.ClientNotFound: _GONE,
    identity.SignInFailed: _SIGN_IN,
    identity.SignInBusy: _BUSY,
    identity.ProviderUnreachable: _BUSY,
    guides.GuideNotFound: _NO_GUIDE,
    guides.EditionNotFound: _NO_GUIDE,
    guides.BundleNotFound: _NO_GUIDE,
    guides.DivisionNotFound: _GONE,
    guides.NoImplementation: _message(
        422, _l("这个地方暂不办理此事项"), _l("请换一个行政区划，或拨打 12345 咨询。")
    ).with_details(
        lambda error: {"division_code": FieldProblem(AnswerFault.NOT_HANDLED_THERE, {"item": error.item})}
    ),
    guides.CodeTaken: _CHANGED,
    guides.DraftInvalid: _WRONG.with_details(lambda error: error.errors),
    guides.BlockingFindings: _WRONG.with_form(
        _l("还有必须改正的问题，不能提交、批准或公开。请先按下面的提示改好。")
    ),
    guides.CircularOrder: _WRONG.with_form(
        _l("事项互相等待，办理顺序成了一个圈，不能提交、批准或公开。请先按下面的提示改好。")
    ),
    guides.SameEditor: _message(403, _l("不能审核自己编写的指南"), _l("请由另一位审核人办理。")).with_form(
        _l("您参与编写了这一版，不能由您审核。请另一位审核人办理。")
    ),
    guides.EditionTransitionRefused: _CHANGED.with_form(
        _l("有人先一步办理了，您的操作没有生效。下面是现在的情况。")
    ),
    guides.NotYetEffective: _CHANGED.with_form(_l("还没有到这一版的生效日期，到了那天会自动公开。")),
    guides.EditionOutdated: _CHANGED.with_form(_l("更新的一版已经公开，这一版不能再公开。")),
    guides.EditionFrozen: _CHANGED.with_form(_l("这一版已经提交，内容不能再改。")),
    EditionDraftOvertaken: _CHANGED.with_form(
        _l(
            "您打开以后，别人改过这份草稿。您写的都还在下面，还没有保存；请对照右侧的变化，再次保存会以您的为准。"
        )
    ),
    EditionUnfinished: _CHANGED.with_form(_l("已经有一版正在起草或等待审核，请在那一版上继续。")),
    store.UnknownCertificate: _message(
        404, _l("没有找到这个证照"), _l("请核对证照标识；也可以上传证照文件核验。")
    ),
    store.UnknownCertificateType: _GONE,
    store.HolderInvalid: _WRONG.with_details(
        lambda error: {error.field: FieldProblem(error.reason, error.values)}
    ),
    store.NumberInvalid: _WRONG,
    store.CertificateInvalid: _WRONG,
    store.NotTheIssuingAgency: _NO_RIGHT,
    store.NotTheHolder: _NO_RIGHT,
    store.UseWithoutBasis: _NO_RIGHT,
    store.CertificateTransitionRefused: _CHANGED,
    store.NotTheCurrentVersion: _CHANGED,
    store.SourceAlreadyUsed: _CHANGED,
    store.StoreUnreachable: _BUSY,
    applications.AnswersInvalid: _WRONG.with_details(lambda error: error.errors),
    applications.ScenarioStops: _message(
        422, _l("按您的情况暂不能申请"), _l("请查看情景引导中的说明。")
    ).with_details(lambda error: list(error.reasons)),
    applications.OfferNotFound: _NO_GUIDE,
    applications.OfferChanged: _message(
        409, _l("办事指南刚刚更新"), _l("请返回上一页，看看变了什么，再确认提交。")
    ).with_details(lambda error: [error.code]),
    applications.RequirementsOpen: _WRONG.with_details(lambda error: error.materials),
    applications.MaterialNotInGuide: _WRONG.with_details(lambda error: [error.key]),
    attachments.UploadRefused: _WRONG.with_details(lambda error: {"file": error.problem}),
    applications.WindowOnly: _message(
        422,
        _l("这件事要到窗口办"),
        _l("要本人到场，不能在网上提交。请看办事指南里的地址和时间，带齐材料去办。"),
    ).with_details(lambda error: error.codes),
    applications.SourceRefused: _message(
        422, _l("不能凭这本证照办"), _l("请核对证照，或者从“我的证照”里选一本。")
    ).with_details(lambda error: {"source_certificate": error.problem}),
    applications.ApplicantRefused: _message(
        422, _l("不能作为申请人"), _l("请换成这件事可以申请的人或者单位。")
    ).with_details(lambda error: {error.field: error.problem}),
    identity.RepresentationNotFound: _NOT_YOURS,
    identity.ProofInvalid: _message(404, _l("链接或者验证码已经失效"), _l("请重新发送。")),
    identity.TooManyProofs: _message(429, _l("发送得太频繁了"), _l("请过一小时再试。")),
    identity.RepresentationRefused: _message(
        422, _l("不能这样授权"), _l("请核对姓名、证件号码和关系。")
    ).with_details(lambda error: {"representation": FieldProblem(error.fault)}),
    applications.SourceLost: _CHANGED.with_form(
        _l("申请所凭的证照现在已经失效，不能受理，也不能办成。请核实；确实失效的，不予受理或者作不予的决定。")
    ),
    applications.ApplicantBarred: _CHANGED.with_form(
        _l(
            "申请人因提供虚假材料或者以不正当手段取得许可，现在不得再次申请这项许可：还没有受理的，不予受理；"
            "依法已经算受理的，作不予的决定。"
        )
    ),
    applications.LawNotRecorded: _CHANGED.with_form(
        _l("申请以后，这个事项的设定依据变了。请先记录适用新的规定还是旧的规定，再作决定。")
    ),
    applications.LawUnchanged: _CHANGED.with_form(_l("申请以后，设定依据没有变，不用记录。")),
    applications.RenewalDayPassed: _CHANGED.with_form(
        _l("证照有效期届满前没有作出决定，依法视为准予延续：不能再作不予延续的决定。")
    ),
    applications.KeyReused: _message(422, _l("这个请求编号已经用过"), _l("内容不同的请求请换一个编号。")),
    applications.ApplicationNotFound: _NOT_YOURS,
    applications.CaseNotFound: _NOT_YOURS,
    applications.OpinionNotFound: _NOT_YOURS,
    applications.OpinionAnswered: _CHANGED.with_form(_l("这份征求意见已经有人答复，您写的没有提交。")),
    applications.SiteCheckNotOpen: _CHANGED.with_form(
        _l("没有还要进行的现场核查：可能已经记录，或者还没有约定。")
    ),
    attachments.AttachmentNotFound: _NOT_YOURS,
    attachments.FilesNotBound: _message(
        422, _l("不能合成一个 PDF"), _l("其中有文件的页面不能复制。请回到上一页，一个一个打开看。")
    ),
    documents.PaperNotFound: _NOT_YOURS,
    applications.DraftNotFound: _NOT_YOURS,
    applications.DraftFiled: _CHANGED,
    applications.DraftSubmitted: _CHANGED.with_form(
        _l("这份申请在等共同申请人确认，现在不能改。要改，请先收回。")
    ),
    applications.ConfirmationNotFound: _NOT_YOURS,
    applications.JointFilingFailed: _CHANGED.with_form(
        _l(
            "提交以后办事指南或者材料有变化，这份申请现在不能按原样提交，已经退回给填写的人。改好后会再请您确认。"
        )
    ),
    applications.ConfirmationClosed: _CHANGED.with_form(_l("已经答复过，或者申请已经被收回，这次没有变化。")),
    applications.DraftChanged: _CHANGED.with_form(
        _l("您提交时，填写的内容在别处改过，所以还没有提交。请再核对一遍，没有问题就提交。")
    ),
    applications.MaterialsChanged: _CHANGED.with_form(
        _l("您提交时，有材料在别处换过或删掉了，所以还没有提交。其他内容都还在，请核对材料后再提交。")
    ),
    applications.ActionInvalid: _WRONG.with_form(_l("请按提示改好，再提交一次。")).with_details(
        lambda error: error.errors
    ),
    applications.MaterialsMissing: _message(
        409, _l("材料还没有交齐"), _l("缺材料的不能按材料齐全受理：请一次告知补正，或等申请人补交。")
    )
    .with_form(_l("材料还没有交齐，不能受理：请一次告知补正，或等申请人补交。"))
    .with_details(lambda error: list(error.materials)),
    applications.ActionDoneBefore: _CHANGED.with_form(
        _l("这一步每个办件只能办一次，此件已经办过，不能再办。")
    ),
    applications.NoticeDayPassed: _CHANGED.with_form(
        _l("告知期限已过，依法自收件之日起视为受理：不能再要求补正，也不能不予受理。")
    ),
    applications.SupplementDayPassed: _CHANGED.with_form(_l("补正的期限已经过了，不能再补。")),
    applications.CorrectionFirst: _CHANGED.with_form(
        _l("这个事项依法应当先责令限期改正，期满核查仍不符合的，才能撤销。")
    ),
    applications.CorrectionTimeRunning: _CHANGED.with_form(_l("责令改正的期限还没有届满，期满后才能撤销。")),
    applications.CorrectionNotInGuide: _CHANGED.with_form(
        _l("办事指南没有规定先责令改正；承诺不实的，请告知陈述、申辩权利后撤销。")
    ),
    applications.ToleranceNotOffered: _CHANGED.with_form(
        _l("这个办件不能容缺受理：只有办事指南写明可容缺的材料暂缺、其余齐全时才可以。")
    ),
    applications.ToleranceNotPromised: _CHANGED.with_form(
        _l("申请人还没有选择容缺受理、作出补交承诺，不能容缺受理。")
    ),
    applications.ToleranceBarred: _CHANGED.with_form(
        _l("申请人以前没有按承诺补交容缺的材料，还没有纠正，现在不能再用容缺受理。")
    ),
    applications.ToleranceDayPassed: _CHANGED.with_form(_l("补交的日期已经过了，不能再补交。")),
    applications.NoSupplyDayLeft: _CHANGED.with_form(
        _l("没有可以延后的日子：补交最晚到承诺办结日，延续的还不能晚于原证照的最后一天。")
    ),
    applications.PriorNoticeMissing: _CHANGED.with_form(
        _l("还没有告知当事人陈述、申辩的权利。请先发出告知书，听取意见后再作决定。")
    ),
    applications.StatementTimeRunning: _CHANGED.with_form(
        _l("当事人陈述、申辩的期限还没有届满，也还没有收到意见，现在不能作决定。")
    ),
    applications.NoticeUndelivered: _CHANGED.with_form(
        _l("告知书还没有送达，对方的期限还没有开始：先送达并登记，期限从送达起算。")
    ),
    applications.HearingPending: _CHANGED.with_form(
        _l("当事人要求听证：举行听证并记录笔录，或者收到书面撤回以后，才能作决定。")
    ),
    applications.HearingNotFound: _GONE,
    applications.RegistrationClosed: _CHANGED.with_form(
        _l("报名已经截止，或者人数已满，没有报上。请打电话问部门。")
    ),
    applications.NoHearingDemanded: _CHANGED.with_form(_l("这个办件现在没有人要求听证。")),
    applications.NoHearingAnnounced: _CHANGED.with_form(
        _l("还没有通知听证的时间、地点，或者还没有到听证那天。")
    ),
    applications.NoticeAlreadyGiven: _CHANGED.with_form(_l("告知书已经发出，正在等当事人陈述、申辩。")),
    applications.NoOpenNotice: _CHANGED.with_form(_l("这个办件现在没有等待陈述、申辩的告知书。")),
    applications.ReasonMissing: _WRONG.with_form(_l("请写明理由：会原样写进文书，送达申请人。")),
    applications.ProofLost: _message(
        409,
        _l("有材料的证照已经失效"),
        _l("提交申请时核验过的证照现在不能证明这份材料，请查看办件中的标记。"),
    )
    .with_form(_l("这些材料当时由电子证照免交，现在证照已不能证明："))
    .with_details(lambda error: list(error.materials)),
    applications.DeliveryInvalid: _WRONG.with_details(lambda error: error.errors),
    applications.DeliveryStepRefused: _CHANGED.with_form(
        _l("现在不能这样交付：请看证件或文书现在在哪一步。")
    ),
    applications.NothingToApplyAgain: _CHANGED.with_form(_l("这一件不能从这里重新申请：请看它现在的情况。")),
    applications.NothingToWithdraw: _WRONG.with_form(_l("请选择要撤回的办件。")),
    applications.AgentNotEntitled: _message(
        403,
        _l("代办人不能办这一步"),
        _l("申请人没有授权您办这一步，或者授权已经结束。请申请人本人办，或者重新授权。"),
    )
    .with_form(_l("申请人没有授权您办这一步，或者授权已经结束。请申请人本人办，或者重新授权。"))
    .with_details(lambda error: {"agent": error.problem}),
    applications.CasesAlreadyEnded: _message(
        409, _l("已经有了结果，不能再撤回"), _l("部门已经作出决定或结束办理，请看现在的情况。")
    )
    .with_form(_l("部门已经作出决定或结束办理，不能再撤回："))
    .with_details(lambda error: list(error.items)),
    applications.ConsentMissing: _message(
        403, _l("没有持证人的授权"), _l("查看证照要经持证人同意；请征得同意后再试，或者上传材料。")
    ),
    applications.ProcedureRuns: _CHANGED.with_form(_l("特别程序正在进行：先结束它，再办这一步。")),
    applications.NoProcedureRuns: _CHANGED.with_form(_l("现在没有特别程序在进行。")),
    applications.ExtensionNotProvided: _message(
        409, _l("此件不能延长期限"), _l("办事指南和法律没有规定可以延长，请在原定期限内办结。")
    ).with_form(_l("办事指南和法律没有规定可以延长期限。")),
    applications.ExtensionNotAsked: _CHANGED.with_form(_l("没有等待批准的延长申请，可能已经办过。")),
    applications.LimitPassed: _message(
        409, _l("期限已经过了"), _l("期限届满以后不能再延长，请尽快办结并说明逾期原因。")
    ).with_form(_l("期限已经过了，不能再延长：请尽快办结并说明逾期原因。")),
    applications.SecondPersonNeeded: _message(
        409, _l("要由另一个人批准"), _l("申请延长的人不能自己批准，请部门负责人批准。")
    ).with_form(_l("申请延长的人不能自己批准。")),
    applications.NothingDelayed: _CHANGED.with_form(_l("此件没有超过承诺办结日，不用说明。")),
    transitions.TransitionRefused: _CHANGED.with_form(
        _l("这一步已经有人办了，您的操作没有生效。")
    ).with_details(lambda error: [str(error.state)]),
    ObjectDeletedError: _CHANGED,
    CSRFError: _STALE,
    OperationalError: _BUSY,
    PoolExhausted: _BUSY,
}

HTTP_MESSAGES: Final[Mapping[int, ErrorMessage]] = {
    400: _message(400, _l("这个请求看不懂"), _l("请返回上一页再试一次。")),
    401: _UNKNOWN,
    403: _NO_RIGHT,
    404: _GONE,
    405: _message(405, _l("这个页面不能这样打开"), _l("请从首页重新开始。")),
    413: _message(413, _l("文件太大"), _l("请压缩或分成几个文件后再上传；其他内容都还在。")),
    422: _WRONG,
    429: _message(429, _l("操作太频繁"), _l("请休息几分钟后再试。")),
    500: FAILURE,
    503: _BUSY,
}


def error_message(error: Exception) -> ErrorMessage:
    """The message for the class of an error or its nearest base class; otherwise that of a failure."""
    return next((ERROR_MESSAGES[kind] for kind in type(error).__mro__ if kind in ERROR_MESSAGES), FAILURE)


def http_message(status: int) -> ErrorMessage:
    """The message of an HTTP error that has no class of its own in the table."""
    return HTTP_MESSAGES.get(status) or replace(_STALE, status=HTTPStatus(status), advice=_GONE.advice)


def form_message(error: Exception) -> tuple[int, str]:
    """Status and sentence for a form that is shown again; raises an error that has no such sentence."""
    message = error_message(error)
    if message.on_form is None:
        raise error
    return message.status, str(message.on_form)
