"""The blueprint of the desk, and the blueprint of editions, registered in it for guides and for bundles."""

from flask import Blueprint

blueprint = Blueprint("guide_desk", __name__, url_prefix="/guide-desk")
editions = Blueprint("editions", __name__)
blueprint.register_blueprint(editions, name="guide", url_prefix="/guides")
blueprint.register_blueprint(editions, name="bundle", url_prefix="/bundles")
