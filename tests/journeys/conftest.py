"""Houses to walk through and a street to come from. After every journey the books are right."""

from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.chromium import Street, chromium
from tests.running import Running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one file of journeys."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A house with the demo's content, for one file of journeys."""
    with Running(tmp_path_factory.mktemp("house"), planted=True) as running:
        yield running


@pytest.fixture
def house(standing: Running) -> Iterator[Running]:
    """The same; when the journey is over its books are verified."""
    yield standing
    assert "no breach" in standing.command("verify_books")


@pytest.fixture
def street(browser: Browser, house: Running) -> Iterator[Street]:
    """Where visitors come from; no script, no policy and no answer may have failed them."""
    made = Street(browser, house)
    yield made
    made.close()
    assert made.wrong() == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where a journey failed, what everybody saw is kept in build/journeys/, and what the processes said is shown."""
    report = yield
    street, house = (getattr(item, "funcargs", {}).get(name) for name in ("street", "standing"))
    if report.failed and isinstance(house, Running):
        report.sections.append(("The house", house.last_words()))
    if report.failed and report.when == "call" and isinstance(street, Street):
        street.photograph(item.name)
    return report
