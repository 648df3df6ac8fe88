"""The blueprint of all sign-in and provider routes."""

from flask import Blueprint

blueprint = Blueprint("entrance", __name__, url_prefix="/identity")
