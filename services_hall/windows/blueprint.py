"""The blueprint of the window terminal, to which its modules add their pages."""

from flask import Blueprint

blueprint = Blueprint("windows", __name__, url_prefix="/window")
