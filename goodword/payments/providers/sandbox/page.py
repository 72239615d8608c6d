"""The hosted page where a payer pays or refuses. No scripts, one file, small enough for a slow line."""

import secrets
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext, pgettext
from jinja2 import Environment, FileSystemLoader

from goodword.kit.money import Money
from goodword.payments.providers.sandbox.server_store import Thing

LANGUAGES = {"en": ("en", "en"), "zh": ("zh-hans", "zh_Hans"), "zh-hans": ("zh-hans", "zh_Hans")}
POLICY = "default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; frame-ancestors 'none'"

pages = Environment(
    autoescape=True,
    loader=FileSystemLoader(Path(__file__).parent),
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(thing: Thing, *, over: bool, language: str) -> tuple[str, str]:
    """The page of one intent in `language` (en, zh) and its Content-Security-Policy."""
    wanted, locale = LANGUAGES.get(language.lower(), LANGUAGES["en"])
    nonce = secrets.token_urlsafe(12)
    with translation.override(wanted):
        html = pages.get_template("page.html").render(
            _=gettext,
            pgettext=pgettext,
            language="zh" if wanted == "zh-hans" else "en",
            amount=Money(thing.amount, thing.currency).format(locale),
            merchant=thing.merchant,
            reference=thing.reference,
            status=thing.status,
            return_url=thing.terms["return_url"],
            over=over,
            nonce=nonce,
        )
    return html, POLICY.format(nonce=nonce)
