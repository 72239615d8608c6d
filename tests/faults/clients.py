"""The other side of the wire: buyers and a provider that write down what they were answered, and what kills."""

import http.client
import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from goodword.payments.providers.sandbox.process import OURS
from goodword.payments.providers.sandbox.signing import headers_for
from tests.running import Answer, Running

PATIENCE = 90.0  # seconds a client tries again before it gives up
HOOK = "/api/hooks/sandbox"
TOKEN = "t" * 32


@dataclass(frozen=True)
class Buyer:
    """Somebody signed in who has seen a quote."""

    person: str
    session: str
    offer: str
    key: str
    quote: str
    hash: str
    purchase: str = ""
    intent: str = ""
    total: int = 0
    reference: str = ""

    def post(self, house: Running, path: str, **form: str) -> Answer:
        """Sends a form as the buyer's browser would."""
        cookies = {"goodword": self.session, "csrf": TOKEN}
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }
        body = urlencode(form | {"csrfmiddlewaretoken": TOKEN}).encode()
        return house.request("POST", path, body, headers)

    def agree(self, house: Running) -> Answer:
        """Presses Pay on the middle page."""
        form = {"offer": self.offer, "quote": self.quote, "hash": self.hash, "channel": "sandbox", "key": self.key}
        return self.post(house, "/checkout/payment/", **form)


def open_market(house: Running, **terms: object) -> list[Buyer]:
    """Buyers with quotes (stage.open_market)."""
    asked = ", ".join(f"{name}={value!r}" for name, value in terms.items())
    told = house.python(f"from tests.faults import stage\nstage.open_market({asked})")
    return [Buyer(**each) for each in json.loads(told)]


def until_answered(ask: Callable[[], Answer]) -> Answer:
    """Asks until there is an answer that is not the server's failing; the same request each time."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            answer = ask()
            if answer.status < 500:
                return answer
            why = f"{answer.status} {answer.text[:200]}"
        except (OSError, http.client.HTTPException) as error:
            why = repr(error)
        if time.monotonic() > end:
            raise TimeoutError(why)
        time.sleep(0.05)


def purchase_in(answer: Answer) -> UUID:
    """The purchase that an answer to Pay leads to."""
    if answer.status != 302:
        raise AssertionError(f"{answer.status}: {answer.text[:500]}")
    return UUID(answer.headers["location"].split("/")[2])


def word(intent: str, total: int, reference: str = "") -> bytes:
    """The provider's word that an intent was paid; `reference` is what it calls it, if it was already asked."""
    said = {"kind": "intent", "key": intent, "status": "done", "amount": total}
    said |= {"reference": reference or f"ref-{intent}"}
    return json.dumps(said | {"currency": "CNY", "merchant": OURS.merchant, "mode": "test"}).encode()


def send_notice(house: Running, buyer: Buyer) -> Answer:
    """The provider says that the buyer has paid; each time the same notice."""
    body = word(buyer.intent, buyer.total, buyer.reference)
    headers = headers_for(OURS.secret, HOOK, f"msg-{buyer.intent}", int(time.time()), body)
    return house.request("POST", HOOK, body, headers)


def together(*works: Callable[[], object]) -> None:
    """Does all of it at once, each in a thread, and waits; the first error is raised here."""
    errors: list[BaseException] = []

    def guarded(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def each(buyers: SimpleQueue[Buyer], do: Callable[[Buyer], object], *, pause: Callable[[], object]) -> None:
    """Does it for one buyer after the other until none is left, with a pause after each."""
    while True:
        try:
            buyer = buyers.get_nowait()
        except Empty:
            return
        do(buyer)
        pause()


def queue_of(buyers: list[Buyer]) -> SimpleQueue[Buyer]:
    """Buyers that several threads take one by one."""
    waiting: SimpleQueue[Buyer] = SimpleQueue()
    for buyer in buyers:
        waiting.put(buyer)
    return waiting


class Killer:
    """Kills processes of a house with SIGKILL at random moments and starts them again, until told to stop.

    `starts` are the seconds each took to work again.
    """

    def __init__(self, house: Running, names: list[str], *, kills: int, seed: int) -> None:
        self.house, self.names, self.kills = house, names, kills
        self.chance = random.Random(seed)
        self.starts: list[tuple[str, float]] = []
        self.done = threading.Event()

    def pause(self) -> None:
        """What clients do between requests, so that there is traffic for as long as there is killing."""
        self.done.wait(0.15)

    def work(self) -> None:
        """Kills `kills` times, every process in turn, each time after a random wait."""
        try:
            for number in range(self.kills):
                time.sleep(self.chance.uniform(0.05, 1.0))
                name = self.names[number % len(self.names)]
                self.house.kill(name)
                self.starts.append((name, self.house.start(name)))
        finally:
            self.done.set()


def uuids(rows: list[tuple[Any, ...]]) -> list[UUID]:
    """The first column as ids, however this database writes them."""
    return [UUID(str(row[0])) for row in rows]
