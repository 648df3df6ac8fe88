"""The routes of every action of a case in each channel, by hand: what is missing has its reason."""

from typing import Final, NamedTuple

from flask import Flask

from services_hall.applications.lifecycle import CaseAction
from tests.support.routes import routes

A = CaseAction
CLOCK: Final = "-by the clock"
ARRIVAL: Final = "-follows from what the applicant gave, or from another case"
AGENCY: Final = "-the agency's alone"
ON_PAPER: Final = "-the applicant's alone; whoever comes to the agency is served at a window"


class Channels(NamedTuple):
    """The route of an action in each channel below its prefix, or the reason that there is none."""

    desk: str
    online: str
    window: str
    api: str


def of_agency(desk: str, api: str = "") -> Channels:
    """An action of the case's agency, with the same word in both channels unless `api` names another."""
    return Channels(f"/cases/<number>/{desk}", AGENCY, AGENCY, f"/cases/<number>/{api or desk}")


def of_applicant(page: str, api: str, *, of: str = "application", desk: str = ON_PAPER) -> Channels:
    """An action of the applicant, on the same page online and at a window."""
    online, window = ("applications", "filings") if of == "application" else ("cases", "cases")
    return Channels(
        desk, f"/{online}/<number>/{page}", f"/{window}/<number>/{page}", f"/cases/<number>/{api}"
    )


def nobody(reason: str) -> Channels:
    return Channels(reason, reason, reason, reason)


SUBMIT: Final = Channels(
    ON_PAPER,
    "/apply/<code>/<draft>/submit",
    "/apply/<code>/<draft>/submit",
    "/applications",
)
ACTIONS: Final = {
    A.FILE: SUBMIT,
    A.RECEIVE: SUBMIT,
    A.RECORD: nobody(ARRIVAL),
    A.CORRECT: of_applicant("supplement", "correction", of="case", desk="/cases/<number>/correction"),
    A.ASK_SUPPLEMENT: of_agency("supplement-notice"),
    A.SUPPLEMENT: of_applicant("supplement", "supplement", of="case"),
    A.CLOSE: nobody(CLOCK),
    A.ACCEPT: of_agency("acceptance"),
    A.DEEM_ACCEPTED: nobody(CLOCK),
    A.ACCEPT_TOLERANTLY: of_agency("tolerant-acceptance"),
    A.SUPPLY: of_applicant("supplement", "supply", of="case"),
    A.GIVE_MISSING: of_applicant("supplement", "correction", of="case"),
    A.POSTPONE_SUPPLY: of_agency("supply-day"),
    A.REPORT_FLAW: of_agency("flaw", "flaws"),
    A.PLEAD_FORCE_MAJEURE: of_applicant("plea", "supply-plea", of="case"),
    A.DECLINE_PLEA: of_agency("plea-refusal"),
    A.REFUSE: of_agency("refusal"),
    A.DECLARE_NOT_IN_POWER: of_agency("no-power"),
    A.DECLARE_NO_LICENCE_NEEDED: of_agency("no-licence"),
    A.BEGIN_REVIEW: of_agency("steps"),
    A.RECORD_STEP: of_agency("steps"),
    A.RECORD_LAW: of_agency("applied-law"),
    A.HAND_OVER: of_agency("hand-over"),
    A.PAUSE: of_agency("special-procedure"),
    A.RESUME: of_agency("special-procedure/end"),
    A.EXTEND: of_agency("extension", "extension/answer"),
    A.DECLINE_EXTENSION: of_agency("extension", "extension/answer"),
    A.EXPLAIN_DELAY: of_agency("delay-reason"),
    A.RECKON: nobody(CLOCK),
    A.GIVE_PRIOR_NOTICE: of_agency("hearing-notice"),
    A.RECEIVE_STATEMENT: of_applicant("statement", "own-statement", desk="/cases/<number>/statement"),
    A.DEMAND_HEARING: of_applicant("statement", "own-statement", desk="/cases/<number>/statement"),
    A.WITHDRAW_HEARING_DEMAND: of_applicant(
        "hearing-withdrawal", "own-hearing-withdrawal", desk="/cases/<number>/hearing-withdrawal"
    ),
    A.ANNOUNCE_HEARING: of_agency("hearing"),
    A.RECORD_HEARING: of_agency("hearing-record"),
    A.GRANT: of_agency("decision"),
    A.GRANT_ON_COMMITMENT: of_agency("commitment", "decision"),
    A.DEEM_RENEWED: nobody(CLOCK),
    A.DENY: of_agency("decision"),
    A.DELIVER: Channels(
        "/cases/<number>/delivery",
        "-by opening the result, or when it reaches the page agreed on",
        "/collections",
        "/cases/<number>/delivery",
    ),
    A.DELIVER_NOTICE: Channels(
        "/cases/<number>/delivery",
        "-by opening the notice, or when it reaches the page agreed on",
        "/collections",
        "/cases/<number>/delivery",
    ),
    A.KEEP: of_agency("check", "commitment-checks"),
    A.ORDER_CORRECTION: of_agency("check", "commitment-checks"),
    A.ANNUL: of_agency("grant-end"),
    A.WITHDRAW_GRANT: of_agency("grant-end"),
    A.CANCEL_GRANT: of_agency("grant-end"),
    A.TERMINATE: of_agency("termination"),
    A.WITHDRAW: Channels(
        ON_PAPER,
        "/applications/<number>/withdrawal",
        "/filings/<number>/withdrawal",
        "/applications/<number>/withdrawal",
    ),
    A.OBJECT: of_applicant("objection", "objection"),
}
WITHOUT_ACTION: Final = Channels(
    "cases/<number>/notes cases/<number>/opinions opinions/<opinion_id>/answer cases/<number>/end-notice "
    "cases/<number>/site-checks cases/<number>/site-check-change cases/<number>/site-check-record "
    "cases/<number>/public-hearing cases/<number>/decision/preview cases/<number>/decision/change "
    "cases/<number>/commitment/preview",
    "cases/<number>/tolerance applications/<number>/again",
    "cases/<number>/tolerance",
    "cases/<number>/notes cases/<number>/opinions opinions/<opinion_id>/answer cases/<number>/end-notices "
    "cases/<number>/statements cases/<number>/hearing-withdrawal cases/<number>/tolerance "
    "cases/<number>/extension cases/<number>/site-checks cases/<number>/site-check-move "
    "cases/<number>/site-check-cancellation cases/<number>/site-check-record cases/<number>/public-hearing "
    "cases/<number>/agency-correction",
)
"""Routes about a case that only note something, or are another way to an action of the table."""
PREFIXES: Final = Channels("/desk", "/my", "/window", "/api/v1")
ABOUT_A_CASE: Final = ("/cases/<", "/applications/<", "/filings/<", "/opinions/<")


def posts(app: Flask, prefix: str) -> set[str]:
    """The paths of all routes that change something, below a prefix, without the types of their values."""
    return {
        rule.rule.removeprefix(prefix).replace("<string:", "<").replace("<int:", "<")
        for rule, method in routes(app)
        if method == "POST" and rule.rule.startswith(f"{prefix}/")
    }


def test_every_action_has_its_routes_or_the_reason_that_there_is_none(empty_hall: Flask) -> None:
    assert set(ACTIONS) == set(CaseAction)
    for place, (channel, prefix) in enumerate(zip(Channels._fields, PREFIXES, strict=True)):
        known = posts(empty_hall, prefix)
        if channel == "online":
            known |= {f"/apply{path}" for path in posts(empty_hall, "/apply")}
        wanted = {words[place] for words in ACTIONS.values() if not words[place].startswith("-")}
        assert wanted <= known, channel


def test_every_route_about_a_case_is_an_action_of_the_table(empty_hall: Flask) -> None:
    for place, (channel, prefix) in enumerate(zip(Channels._fields, PREFIXES, strict=True)):
        listed = {words[place] for words in ACTIONS.values()}
        listed |= {f"/{path}" for path in WITHOUT_ACTION[place].split()}
        about = {path for path in posts(empty_hall, prefix) if path.startswith(ABOUT_A_CASE)}
        assert about - listed == set(), channel
