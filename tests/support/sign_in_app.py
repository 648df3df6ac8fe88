"""The application of the tests' own server: the site of the environment, with one page after sign-in."""

import os

from services_hall.app import create_app
from services_hall.entrance import sign_in_routes
from services_hall.identity.oidc_client import RelyingParty
from services_hall.settings import Settings
from services_hall.web.access import SIGNED_IN, access, signed_in_actor

settings = Settings.read()
app = create_app(settings)
app.extensions[sign_in_routes.PARTY] = RelyingParty(settings, threads=int(os.environ["TEST_THREADS"]))


@app.get("/test/me")
@access(SIGNED_IN)
def me() -> dict[str, str]:
    actor = signed_in_actor()
    return {"name": actor.name, "role": actor.main_role, "id": actor.public_id}
