"""The one blueprint of the guide desk, to which its modules add their pages."""

from flask import Blueprint

blueprint = Blueprint("guide_desk", __name__, url_prefix="/guide-desk")
