"""Collects every sentence that people read and merges it into the translations.

`python goodword/locale/update.py` writes the .po files and lists what is still untranslated. A test does the same
and fails on a missing sentence.
"""

import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as TranslatedMessage
from babel.messages.extract import extract, extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1]
LANGUAGES = ("zh_Hans",)
WORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# What allauth and Django say on their own and we say otherwise; English has a small .po for them, written by hand.
STOCK: tuple[str | tuple[str, str], ...] = (
    "Activate Authenticator App",
    "Authenticator App",
    "Change Password",
    "Confirm Access",
    "Current Password",
    "Deactivate Authenticator App",
    "Email",
    "Email address",
    "Enter your password:",
    "New Password",
    "New Password (again)",
    "Please reauthenticate to safeguard your account.",
    "Recovery Codes",
    "Remember Me",
    "Security Keys",
    "Set Password",
    "Sign In",
    "Sign Out",
    "Sign Up",
    "Two-Factor Authentication",
    "Verify Your Email Address",
    "Your password can’t be a commonly used password.",
    "Your password can’t be too similar to your other personal information.",
    (
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
    ),
)
Message = tuple[int, str | tuple[str, ...], list[str], str | None]


def source() -> Catalog:
    """Every sentence in the code and the pages, with where it stands."""
    catalog = Catalog(project="Goodword", charset="utf-8")
    for said in STOCK:
        catalog.add(said, locations=[("allauth", 0)])
    for path in sorted(PACKAGE.rglob("*")):
        parts = path.relative_to(PACKAGE).parts
        if path.suffix not in {".py", ".html"} or {"tests", "migrations", "locale"} & set(parts):
            continue
        place = "/".join(("goodword", *parts))
        for _line, message, comments, context in sentences(path):
            catalog.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalog


def sentences(path: Path) -> Iterable[Message]:
    """The sentences of one file."""
    with path.open("rb") as file:
        if path.suffix == ".py":
            return list(extract("python", file, WORDS, (), {"encoding": "utf-8"}))
        if "allauth" in path.parts:
            read: Any = django_template
            return list(extract(read, file, WORDS, (), {}))
        options = {"encoding": "utf-8", "extensions": "jinja2.ext.i18n", "newstyle_gettext": "true", "silent": "false"}
        return list(extract("jinja2", file, WORDS, (), options))


def django_template(file: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Babel's way into Django's own templates, which the sign-in pages use."""
    for line in templatize(file.read().decode()).splitlines():
        yield from extract_python(BytesIO(line.strip().encode()), keywords, (), {})


def place_of(language: str) -> Path:
    """The .po file of a language."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def translated(language: str) -> Catalog:
    """What is translated so far."""
    path = place_of(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(language: str, catalog: Catalog) -> None:
    """Writes a language's .po file, with a header of what matters only: Babel's own is fuzzy and changes each time."""
    header = {"Language": language, "Plural-Forms": catalog.plural_forms, "Content-Type": "text/plain; charset=utf-8"}
    told = "".join(f'"{name}: {value}\\n"\n' for name, value in header.items())
    place_of(language).parent.mkdir(parents=True, exist_ok=True)
    with place_of(language).open("wb") as file:
        file.write(f'msgid ""\nmsgstr ""\n{told}\n'.encode())
        write_po(file, catalog, width=120, omit_header=True, sort_output=True, include_lineno=False)


def missing(language: str) -> list[str]:
    """The sentences that have no translation, or one with other places than the sentence."""
    done = translated(language)
    wrong = []
    for message in source():
        if not message.id:
            continue
        found = done.get(message.id, message.context)
        if found is None or not _is_whole(found, done):
            wrong.append(message.id if isinstance(message.id, str) else message.id[0])
    return wrong


def _is_whole(found: TranslatedMessage, done: Catalog) -> bool:
    texts = found.string if isinstance(found.string, tuple) else (found.string,)
    return all(texts) and not found.fuzzy and not list(found.check(done))


def main() -> int:
    """Merges, writes, lists."""
    for language in LANGUAGES:
        catalog = translated(language)
        catalog.update(source(), no_fuzzy_matching=True)
        catalog.obsolete.clear()
        write(language, catalog)
        for text in missing(language):
            sys.stdout.write(f"{language}: {text!r}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
