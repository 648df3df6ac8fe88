"""The blueprint of all pages for supervisors."""

from flask import Blueprint

blueprint = Blueprint("oversight", __name__, url_prefix="/oversight")
