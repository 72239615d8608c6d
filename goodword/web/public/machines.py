"""What phones and robots ask of the house: the app's manifest, its worker that stands in offline, rules for robots."""

import json
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from goodword.web.public import pages
from goodword.web.shell.face import absolute
from goodword.web.shell.jinja import static, url
from goodword.web.shell.say import language

WORKER = Path(__file__).with_name("worker.js")
KEPT = (  # what a page needs to look like itself; nothing of it is anybody's
    "tokens.css",
    "base.css",
    "parts.css",
    "forms.css",
    "wall.css",
    "icons.svg",
    "seal.svg",
    "goodword.js",
    "offline.js",
    "django_htmx/htmx-2.min.js",
)
PRIVATE = [
    "account",
    "api",
    "buy",
    "cart",
    "checkout",
    "console",
    "desk",
    "find",
    "go",
    "inbox",
    "me",
    "offline",
    "purchases",
    "returns",
    "saved",
    "signals",
    "studio",
    "theme",
]


def manifest() -> dict[str, Any]:
    """The app as a phone shows it. Colours are those of tokens.css by day."""
    shortcuts = ((_("Find"), url("find")), (_("Cart"), url("cart")), (_("Purchases"), url("purchases")))
    return {
        "name": _("Goodword: people who know recommend"),
        "short_name": "Goodword",
        "description": _("A good word for a good thing. The money waits until it has arrived."),
        "lang": language(),
        "dir": "ltr",
        "id": "/",
        "start_url": url("home"),
        "scope": "/",
        "display": "standalone",
        "categories": ["shopping", "social"],
        "background_color": "#fbf7f0",
        "theme_color": "#fbf7f0",
        "icons": [
            {"src": static("seal.svg"), "type": "image/svg+xml", "sizes": "any"},
            *({"src": static(f"seal-{n}.png"), "type": "image/png", "sizes": f"{n}x{n}"} for n in (192, 512)),
            {"src": static("seal-mask-512.png"), "type": "image/png", "sizes": "512x512", "purpose": "maskable"},
        ],
        "shortcuts": [{"name": name, "url": path} for name, path in shortcuts],
    }


@lru_cache(maxsize=1)
def worker() -> str:
    """The script that stands between the app and the network. Its name for what it keeps changes with what is kept."""
    shell = [static(name) for name in KEPT]
    stand_ins = {code: url("offline", code) for code, _name in settings.LANGUAGES}
    script = WORKER.read_text()
    said = (offline(code) for code in stand_ins)
    version = blake2b("".join([script, *shell, *said]).encode(), digest_size=6).hexdigest()
    told = {"version": version, "shell": shell, "pages": stand_ins}
    return script.replace("{} /* told */", json.dumps(told))


def offline(code: str) -> str:
    """The page in the language `code` that stands in where nothing can be reached: the same for everybody (S-54)."""
    with translation.override(code):
        return render_to_string("public/offline.html", {"heading": pages.offline()})


def robots() -> str:
    """The rules for robots, and where everything public is listed."""
    closed = (f"Disallow: /{place}/" for place in PRIVATE)
    return "\n".join(["User-agent: *", *closed, "", f"Sitemap: {absolute(url('sitemap'))}", ""])
