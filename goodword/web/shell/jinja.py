"""The Jinja environment of every page: addresses, money, dates and words in the reader's language."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from goodword.web.shell import say
from goodword.web.shell.states import named

THEME = "theme"  # the cookie that keeps how pages look on a device; without it, as the device says
THEMES = ("light", "dark")
HUES = 8  # colours behind initials, see parts.css


@lru_cache(maxsize=8192)
def url(name: str, *args: object, **query: object) -> str:
    """The address called `name`; `query` becomes its query string, leaving out what is None or empty."""
    path = reverse(name, args=args)
    asked = urlencode({key: value for key, value in query.items() if value not in (None, "")})
    return f"{path}?{asked}" if asked else path


@lru_cache(maxsize=256)
def static(path: str) -> str:
    """The address of a static file, with its content's hash in production."""
    return staticfiles_storage.url(path)


@lru_cache(maxsize=4096)
def hue(name: str) -> int:
    """Which of the eight colours stands behind this person's initial; the same everywhere."""
    return sum(name.encode()) % HUES


def theme(request: HttpRequest) -> str:
    """The look chosen on this device, light or dark; nothing when none was, or when the cookie says anything else."""
    chosen = request.COOKIES.get(THEME, "")
    return chosen if chosen in THEMES else ""


def environment(**options: Any) -> Environment:
    """Jinja with Goodword's functions. A name a template does not know is a fault, not an empty place."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options.pop("autoescape", None)
    made: Any = Environment(autoescape=True, extensions=["jinja2.ext.i18n"], **options)
    made.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)
    made.globals.update(url=url, static=static, hue=hue, theme=theme, named=named, **say.WORDS)
    ready: Environment = made
    return ready
