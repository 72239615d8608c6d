"""The components' page shows every macro of the shell, and is the same every time."""

import re
from pathlib import Path

import pytest
from django.test import Client

from goodword.web import shell
from goodword.web.desk.components import SECTIONS

SHELL = Path(shell.__file__).parent
SHOWN = Path(__file__).resolve().parents[1]
UNSEEN = {"face.html"}  # what a page tells machines
MACRO = re.compile(r"{%-? macro (\w+)\(.*?%}(.*?){%-? endmacro", re.DOTALL)


def test_every_macro_of_the_shell_is_shown() -> None:
    """By a section of the page, or by another macro that is."""
    bodies = {
        name: body
        for path in SHELL.glob("*.html")
        if path.name not in UNSEEN
        for name, body in MACRO.findall(path.read_text())
    }
    assert len(bodies) > 30
    reading = " ".join(path.read_text() for path in (SHOWN / "shown").glob("*.html"))
    missing = set(bodies)
    while found := {name for name in missing if re.search(rf"\b{name}\(", reading)}:
        missing -= found
        reading = " ".join(bodies[name] for name in found)
    assert missing == set()


@pytest.mark.django_db
def test_the_page_is_the_same_every_time(desk: Client) -> None:
    first, second = (desk.get("/desk/components/").content.decode() for _look in range(2))
    changing = re.compile(r'nonce="[^"]*"|"X-CSRFToken": "[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"')
    assert changing.sub("", first) == changing.sub("", second)
    assert [name for name in SECTIONS if f'id="shown-{name}"' not in first] == []
