"""The blueprint that every route of the entrance hangs on."""

from flask import Blueprint

blueprint = Blueprint("entrance", __name__, url_prefix="/identity")
