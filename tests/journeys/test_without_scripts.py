"""The main job in a browser that runs no scripts: every page works without them."""

import pytest

from tests.journeys import main_way
from tests.journeys.chromium import Street
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_a_word_becomes_a_purchase_and_everybody_is_paid_once(street: Street, house: Running) -> None:
    main_way.walk(street, house, scripts=False)
