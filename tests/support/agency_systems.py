"""Agencies' systems that call the API in process, each with its bearer token."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from services_hall import database
from services_hall.clock import utc_now
from services_hall.demo.accounts import client_id_of
from services_hall.identity import Actor, access_tokens, accounts
from services_hall.identity.models import Account, OAuthClient
from services_hall.identity.random_tokens import new_token
from tests.support.hall import Hall

API = "/api/v1"


@dataclass(frozen=True)
class System:
    """A program with its token; every path is below /api/v1."""

    client: FlaskClient
    token: str

    def get(self, path: str, **query: Any) -> TestResponse:
        """The response to a GET."""
        return self.client.get(API + path, query_string=query or None, headers=self.headers())

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        """The response to a POST of JSON; underscores in header names become hyphens."""
        return self.client.post(API + path, json=body, headers=self.headers(headers))

    def upload(self, name: str, data: bytes) -> TestResponse:
        """The response to a file upload."""
        given = {"file": (BytesIO(data), name)}
        return self.client.post(f"{API}/attachments", data=given, headers=self.headers())

    def headers(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """The headers of every request."""
        own = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return own | {name.replace("_", "-"): value for name, value in (more or {}).items()}


def stranger(hall: Hall) -> System:
    """A program without a token."""
    return System(hall.app.test_client(), "")


def system(hall: Hall, role: str) -> System:
    """The demo system of the class of agencies `role` in the demo district."""
    client_id = client_id_of(role)
    with hall.app.app_context(), database.transaction() as session:
        account_id = session.scalars(
            select(OAuthClient.account_id).where(OAuthClient.client_id == client_id)
        ).one()
        token = new_token()
        access_tokens.issue_access_token(
            session,
            token,
            client_id=client_id,
            account_id=account_id,
            scope=access_tokens.HALL_SCOPE,
            now=utc_now(),
        )
    return System(hall.app.test_client(), token)


def claims_of(program: System) -> TestResponse:
    """What the hall tells the program about the person for whom it acts."""
    return program.client.get("/identity/userinfo", headers=program.headers())


def person_with_token(hall: Hall, username: str, *, scope: str = access_tokens.HALL_SCOPE) -> System:
    """A program that acts for a demo person with an access token."""
    with hall.app.app_context(), database.transaction() as session:
        account = accounts.find_account(session, username)
        assert account is not None, username
        token = new_token()
        access_tokens.issue_access_token(
            session,
            token,
            client_id=client_id_of("market_supervision"),
            account_id=account.id,
            scope=scope,
            now=utc_now(),
        )
    return System(hall.app.test_client(), token)


def actor_of(role: str) -> Actor:
    """The actor of a demo system; needs an application context."""
    account = (
        database.reading()
        .scalars(
            select(Account)
            .join(OAuthClient, OAuthClient.account_id == Account.id)
            .where(OAuthClient.client_id == client_id_of(role))
        )
        .one()
    )
    return accounts.actor_of(account)
