"""Every sentence stands in both languages."""

import gettext
import importlib.util
import re
from io import BytesIO
from types import ModuleType

import pytest
from babel.messages.mofile import write_mo

from tests.tidy.tree import HOME, PACKAGE, files


def update() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update", PACKAGE / "locale" / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", ["zh_Hans"])
def test_every_sentence_is_translated(language: str) -> None:
    assert update().missing(language) == [], "run: python goodword/locale/update.py, then fill in the .po file"


@pytest.mark.parametrize("language", ["zh_Hans"])
def test_the_translations_reach_the_reader(language: str) -> None:
    """A fuzzy header, as Babel writes it by itself, would have the compiler leave out the whole language."""
    catalog = update().translated(language)
    assert not catalog.fuzzy
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    assert gettext.GNUTranslations(compiled).gettext("Save") == "收藏"


def test_translations_keep_the_places_of_their_sentence() -> None:
    wrong = []
    for message in update().translated("zh_Hans"):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = {place for text in ids for place in re.findall(r"%\((\w+)\)", text)}
        for text in strings:
            if message.id and not set(re.findall(r"%\((\w+)\)", text)) <= wanted:
                wrong.append(text)
    assert wrong == []


def test_no_sentence_in_a_page_escapes_translation() -> None:
    """Words between tags, outside of every {{ }} and {% %}, are sentences that nobody can translate."""
    wrong = []
    for path in files(".html", below=PACKAGE / "web"):
        text = re.sub(
            r"{#.*?#}|{%\s*blocktrans.*?endblocktrans\w*\s*%}|{%-?\s*trans.*?endtrans\s*-?%}|{{.*?}}|{%.*?%}|<(script|style|svg).*?</\1>|<!--.*?-->",
            "",
            path.read_text(),
            flags=re.DOTALL,
        )
        for words in re.findall(r">([^<>]+)<", text):
            if re.search(r"[A-Za-z]{3}", words) and words.strip() not in {"Goodword", "English", "中 / EN"}:
                wrong.append(f"{path.relative_to(HOME)}: {words.strip()[:60]}")
    assert wrong == []
