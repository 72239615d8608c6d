"""The components look as they did: their pictures, at two widths by day and by night, against the kept ones.

How pictures are compared and taken anew, and what of a machine's own they bear, is told in components.py.
"""

import pytest
from playwright.sync_api import Browser

from tests.journeys import components
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
CHANGES = {
    "another red": ".btn.buy { background: #a02010 }",
    "less room": ".btn { padding-inline: .5rem }",
}


def test_every_component_looks_as_it_did(browser: Browser, standing: Running) -> None:
    """After a change that is wanted: python -m tests.journeys.components"""
    assert components.compare(browser, standing) == []


@pytest.mark.parametrize("style", CHANGES.values(), ids=list(CHANGES))
def test_a_changed_button_is_seen(browser: Browser, standing: Running, style: str) -> None:
    """The tolerance lets no such change through."""
    wrong = components.compare(browser, standing, style=style, modes=[(390, "light")])
    assert {"buttons", "sheet"} <= {name.split("-")[0] for name in wrong}
