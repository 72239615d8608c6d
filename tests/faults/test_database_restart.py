"""PostgreSQL crashes and comes back under load; Goodword heals by itself (§1.3, I-37)."""

import time
from collections.abc import Generator
from functools import partial
from pathlib import Path

import pytest

from tests.cluster import Cluster
from tests.faults.aftermath import assert_paid_once, assert_sound, wait_for_escrow
from tests.faults.clients import Buyer, each, open_market, queue_of, send_notice, together, until_answered
from tests.homes import prepared
from tests.running import Running

pytestmark = [pytest.mark.slow, pytest.mark.postgresql, pytest.mark.timeout(400)]
CRASHES, PURCHASES, HEALS_WITHIN = 3, 100, 5.0


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Generator[Cluster, None, None]:
    """A cluster of its own, so that nobody else's crashes; it keeps what it has said it keeps."""
    own = Cluster(fsync="on", full_page_writes="on")
    monkeypatch.setenv("DATABASE_URL", own.url)
    yield own
    own.remove()


@pytest.fixture
def house(cluster: Cluster, tmp_path: Path) -> Generator[Running, None, None]:
    home = prepared.__wrapped__(planted=False)
    with Running(tmp_path, home=home, GOODWORD_THREADS="4") as running:
        yield running


def test_i37_a_crash_of_the_database_loses_nothing_and_heals(house: Running, cluster: Cluster) -> None:
    """Payments arrive all the while; each is answered 204 at last, and nothing else but failing is answered before."""
    buyers = open_market(house, buyers=PURCHASES, units=1000, placed=True)
    crashing = Crashes(cluster, house)

    def pay(buyer: Buyer) -> None:
        assert until_answered(lambda: send_notice(house, buyer)).status == 204

    paying = partial(each, queue_of(buyers), pay, pause=crashing.pause)
    together(crashing.work, paying, paying, paying)
    wait_for_escrow(house, PURCHASES)
    assert len(assert_paid_once(house)) == PURCHASES
    assert_sound(house)
    assert len(crashing.healed) == CRASHES
    assert max(crashing.healed) < HEALS_WITHIN


class Crashes:
    """Crashes the database again and again; `healed` is how long after each start no page failed any more."""

    def __init__(self, cluster: Cluster, house: Running) -> None:
        self.cluster, self.house = cluster, house
        self.healed: list[float] = []

    def pause(self) -> None:
        if len(self.healed) < CRASHES:
            time.sleep(0.2)

    def work(self) -> None:
        for _ in range(CRASHES):
            time.sleep(1)
            self.cluster.stop("immediate")
            assert self.house.get("/").status >= 500  # no page is made up while nothing can be known
            self.cluster.start()
            self.healed.append(self._until_well())

    def _until_well(self) -> float:
        """How long after the start the last of the pages was asked for that failed."""
        begun = time.monotonic()
        failed = 0.0
        while (asked := time.monotonic() - begun) < HEALS_WITHIN + 1:
            if self.house.get("/").status != 200:
                failed = asked
            time.sleep(0.02)
        return failed
