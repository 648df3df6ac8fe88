"""Security headers of every response, computed once at start."""

import re
from base64 import b64encode
from collections.abc import Collection
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, g

from services_hall.settings import Settings

HSTS: Final = "max-age=31536000"
PERMISSIONS: Final = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
POLICY_HEADER: Final = "Content-Security-Policy"
_STYLE: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def content_policy(*form_targets: str, styles: Collection[str] = ()) -> str:
    """The content security policy; forms can also redirect to the origins in `form_targets`.

    `styles` are the sources of styles that stand in the page itself.
    """
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            " ".join(("style-src 'self'", *styles)),
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            " ".join(("form-action 'self'", *form_targets)),
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def origin(url: str) -> str:
    """Scheme, host and port of a URL, in the form of a content security policy."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def security_headers(settings: Settings) -> tuple[tuple[str, str], ...]:
    """The headers of every response of this site."""
    targets = (origin(settings.oidc_issuer),) if settings.oidc_issuer else ()
    headers = [
        (POLICY_HEADER, content_policy(*targets)),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Permissions-Policy", PERMISSIONS),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ]
    if settings.is_https:
        headers.append(("Strict-Transport-Security", HSTS))
    return tuple(headers)


def let_forms_lead_to(url: str) -> None:
    """Allows the forms of the current page to redirect to another site, a client that uses this sign-in."""
    g.hall_form_target = origin(url)


def allow_styles_of(*pages: str) -> None:
    """Allows the style sheets inside these documents, which the current page shows in frames."""
    sheets = [sheet for page in pages for sheet in _STYLE.findall(page)]
    digests = [b64encode(sha256(sheet.encode()).digest()).decode() for sheet in sheets]
    g.hall_styles = [f"'sha256-{digest}'" for digest in digests]


def init_app(app: Flask, settings: Settings) -> None:
    """Adds the headers to every response that does not set them itself."""
    headers = security_headers(settings)

    def add_headers(response: Response) -> Response:
        if POLICY_HEADER not in response.headers:
            response.headers.extend(headers)
        if target := g.get("hall_form_target"):
            response.headers[POLICY_HEADER] = content_policy(target)
        if styles := g.get("hall_styles"):
            response.headers[POLICY_HEADER] = content_policy(styles=styles)
        return response

    app.after_request(add_headers)
