"""The security headers of every answer, made once at start."""

from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, g

from services_hall.settings import Settings

HSTS: Final = "max-age=31536000"
PERMISSIONS: Final = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
POLICY_HEADER: Final = "Content-Security-Policy"


def content_policy(*form_targets: str) -> str:
    """The content security policy; forms may also lead to the origins of `form_targets`."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            " ".join(("form-action 'self'", *form_targets)),
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def origin(url: str) -> str:
    """Scheme, host and port of a URL, as a content policy names it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def security_headers(settings: Settings) -> tuple[tuple[str, str], ...]:
    """The headers that every answer of this site bears."""
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
    """Lets the forms of the page being answered lead on to another site: a client that signs in here."""
    g.hall_form_target = origin(url)


def init_app(app: Flask, settings: Settings) -> None:
    """Puts the headers on every answer that does not bear its own already."""
    headers = security_headers(settings)

    def add_headers(response: Response) -> Response:
        if POLICY_HEADER not in response.headers:
            response.headers.extend(headers)
        if target := g.get("hall_form_target"):
            response.headers[POLICY_HEADER] = content_policy(target)
        return response

    app.after_request(add_headers)
