"""The blueprint of the desk, to which its modules add their pages."""

from flask import Blueprint

blueprint = Blueprint("desks", __name__, url_prefix="/desk")
