"""Public verification of a certificate or a paper by its code, typed or scanned from its QR code."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from certificate_store.text_input.numbers import scanned_code
from services_hall.use_cases.verify_code import LONGEST_CODE, verify_certificate, verify_paper
from services_hall.web.access import PUBLIC, access

blueprint = Blueprint("verification", __name__)


@blueprint.get("/verify")
@access(PUBLIC)
def verify() -> ResponseReturnValue:
    """The form; a code in the address redirects to its result."""
    code = "".join(scanned_code(request.args.get("code", "")).split())[:LONGEST_CODE]
    if code:
        return redirect(url_for(".answer", code=code), 303)
    return render_template("online/verify.html", code="", answer=None)


@blueprint.get("/verify/<path:code>")
@access(PUBLIC)
def answer(code: str) -> ResponseReturnValue:
    """The public data of a code: genuine or not, valid or not; names of people are masked."""
    paper = verify_paper(code)
    if paper is not None:
        return render_template("online/verify.html", code="", answer=None, paper=paper)
    return render_template("online/verify.html", code="", answer=verify_certificate(code))
