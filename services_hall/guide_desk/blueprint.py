"""The desk's blueprint, and the one of editions, which stands in it twice: for guides and for bundles."""

from flask import Blueprint

blueprint = Blueprint("guide_desk", __name__, url_prefix="/guide-desk")
editions = Blueprint("editions", __name__)
blueprint.register_blueprint(editions, name="guide", url_prefix="/guides")
blueprint.register_blueprint(editions, name="bundle", url_prefix="/bundles")
