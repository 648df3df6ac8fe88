"""Part of a case's page: prior notices with their answers, and the end of a grant that they announce."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from flask_babel import lazy_gettext as _l

from services_hall.applications.cases import case_log
from services_hall.applications.decisions.commitments import require_correction
from services_hall.applications.decisions.grant_ends import ANNOUNCED, is_end_possible
from services_hall.applications.errors import ApplicationsError
from services_hall.applications.grounds.grant_bases import CitedArticle, GrantEnd, possible_articles
from services_hall.applications.hearings import prior_notices, sessions
from services_hall.applications.hearings.prior_notices import awaits_answer
from services_hall.applications.hearings.registrations import count_registrations
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.lifecycle import RESULT_HOLDS, CaseAction
from services_hall.applications.models import Hearing, NoticeKind, PriorNotice
from services_hall.clock import utc_now
from services_hall.desks.case_forms import CaseForm, CasePart, DeskCase, FormRank, FormValues, obstacle_of
from services_hall.desks.case_parts.decision import bases_of
from services_hall.presentation.case_words import CANCEL_GROUNDS, GRANT_ENDS
from services_hall.presentation.page_calendar import calendar_since


def notice_part(desk: DeskCase) -> CasePart:
    """The notices of an undecided case or of a result that holds; a hearing before, the end after it."""
    is_held = desk.case.state in RESULT_HOLDS
    if not (desk.is_accepted or is_held):
        return CasePart()
    is_announced = case_log.has_happened(desk.case, CaseAction.GIVE_PRIOR_NOTICE)
    notices = prior_notices.notices_of(desk.session, desk.case) if is_announced else ()
    answerable = prior_notices.answerable(notices, desk.case)
    demands = [notice for notice in notices if notice.awaits_hearing]
    is_set = case_log.has_happened(desk.case, CaseAction.ANNOUNCE_HEARING)
    hearing = sessions.last_hearing(desk.session, desk.case) if is_set else None
    is_public = hearing is not None and hearing.subject is not None and hearing.held_on is None
    forms = [] if is_held else list(_hearing_forms(desk, demands, hearing, is_public=is_public))
    if answerable:
        title = _l("记录收到的陈述、申辩")
        forms.append(
            CaseForm(
                "statement",
                title,
                FormRank.NEXT,
                "statement",
                lambda: {"answerable": answerable},
                has_files=True,
            )
        )
    forms += _end_forms(desk, notices, answerable) if is_held else _notice_forms(desk, notices)
    values: FormValues = {
        "notices": notices,
        "hearing": hearing,
        "hearing_demands": demands,
        "is_hearing_awaited": bool(demands) or is_public,
        "registration_count": _registration_count(desk, hearing),
        "last_hearing_day": _last_hearing_day(desk, demands),
    }
    return CasePart(values, forms)


def _registration_count(desk: DeskCase, hearing: Hearing | None) -> int | None:
    """How many people registered for a public hearing; None for any other."""
    if hearing is None or hearing.subject is None:
        return None
    return count_registrations(desk.session, hearing)


def _last_hearing_day(desk: DeskCase, demands: Sequence[PriorNotice]) -> date | None:
    return sessions.last_hearing_day(demands, calendar_since(desk.case.filed_on)) if demands else None


def _notice_forms(desk: DeskCase, notices: Sequence[PriorNotice]) -> Iterator[CaseForm]:
    if {CaseAction.RECORD_STEP, CaseAction.GIVE_PRIOR_NOTICE} <= desk.may:
        title = _l("决定前告知利害关系人、听证权利")
        awaited = [one for one in notices if one.awaits_hearing or awaits_answer(one, today=desk.today)]
        yield CaseForm(
            "hearing_notice",
            title,
            FormRank.OTHER,
            "hearing_notice",
            lambda: {**bases_of(desk), "awaited_notices": awaited},
        )
        if HANDLING[desk.terms.item_type].is_licensing:
            title = _l("向社会公告并举行听证")
            obstacle = _hearing_obstacle(desk)
            yield CaseForm("public_hearing", title, FormRank.OTHER, "set_public_hearing", obstacle=obstacle)


def _hearing_forms(
    desk: DeskCase, demands: Sequence[PriorNotice], hearing: Hearing | None, *, is_public: bool
) -> Iterator[CaseForm]:
    """What a hearing needs: day and place, its record from that day on, or its end without."""
    if not (demands or is_public):
        return
    is_to_come = hearing is not None and hearing.held_on is None
    if hearing is not None and is_to_come and hearing.planned_on <= desk.today:
        title = _l("记录听证，附听证笔录")
        yield CaseForm("hearing_record", title, FormRank.NEXT, "keep_hearing_record", has_files=True)
    if not demands:
        return
    title = _l("听证改期") if is_to_come else _l("定听证的时间、地点")
    rank = FormRank.OTHER if is_to_come else FormRank.NEXT
    yield CaseForm("hearing_date", title, rank, "set_hearing", obstacle=_hearing_obstacle(desk))
    yield CaseForm("hearing_withdrawal", _l("书面撤回听证要求"), FormRank.OTHER, "withdraw_hearing")


def _hearing_obstacle(desk: DeskCase) -> ApplicationsError | None:
    return obstacle_of(lambda: sessions.require_hearing_possible(desk.session, desk.case))


def _end_forms(
    desk: DeskCase, notices: Sequence[PriorNotice], answerable: Sequence[PriorNotice]
) -> Iterator[CaseForm]:
    possible = {
        kind: end
        for kind, end in ANNOUNCED.items()
        if is_end_possible(desk.case, end) and _articles(desk, [end])
    }
    announced = {kind for kind in possible if any(notice.kind is kind for notice in notices)}
    obstacles = {kind: _end_obstacle(desk, kind) for kind in announced}
    heard = [kind for kind in possible if kind in announced and obstacles[kind] is None]
    ends = (*(possible[kind] for kind in heard), GrantEnd.CANCEL)
    title, rank = (_l("已听取意见，作出决定"), FormRank.NEXT) if heard else (_l("注销"), FormRank.ADVERSE)
    yield CaseForm("grant_end", title, rank, "finish_grant", lambda: _end_choices(desk, ends))
    for kind in (kind for kind in possible if kind in announced and kind not in heard):
        yield CaseForm(
            "grant_end", GRANT_ENDS[possible[kind]], FormRank.NEXT, "finish_grant", obstacle=obstacles[kind]
        )
    to_announce = {kind: end for kind, end in possible.items() if kind not in heard}
    if to_announce and not answerable:
        yield CaseForm(
            "end_notice",
            _l("打算撤销或者撤回，先告知"),
            FormRank.ADVERSE,
            "announce",
            lambda: _notice_choices(desk, to_announce),
        )


def _end_obstacle(desk: DeskCase, kind: NoticeKind) -> ApplicationsError | None:
    return obstacle_of(lambda: prior_notices.require_heard(desk.session, desk.case, kind, now=utc_now()))


def _end_choices(desk: DeskCase, ends: Sequence[GrantEnd]) -> FormValues:
    return {
        "end_choices": [(end, GRANT_ENDS[end]) for end in ends],
        "end_articles": _articles(desk, ends),
        "cancel_grounds": list(CANCEL_GROUNDS.items()),
    }


def _notice_choices(desk: DeskCase, to_announce: dict[NoticeKind, GrantEnd]) -> FormValues:
    return {
        "notice_choices": [(kind, GRANT_ENDS[end]) for kind, end in to_announce.items()],
        "notice_articles": _articles(desk, to_announce.values()),
    }


def _articles(desk: DeskCase, ends: Iterable[GrantEnd]) -> list[tuple[str, str]]:
    """The articles on which any of these ends may rest now, as options: key and citation."""
    articles = (one for end in ends for one in possible_articles(desk.terms, end) if _is_open(desk, end, one))
    return list(dict((one.key, one.citation) for one in articles).items())


def _is_open(desk: DeskCase, end: GrantEnd, article: CitedArticle) -> bool:
    """Whether the grant may end on this article now: a broken commitment is corrected first."""
    if end is not GrantEnd.ANNUL:
        return True
    return obstacle_of(lambda: require_correction(desk.session, desk.case, article, now=utc_now())) is None
