"""Doing what is due: settling refunds and payouts, and sending notices until they are taken."""

import json
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from goodword.kit.clock import now
from goodword.kit.egress import EgressFailed, fetch
from goodword.kit.refusals import Refusal
from goodword.payments.providers.sandbox.script import parse, plan
from goodword.payments.providers.sandbox.server_store import Store, Task, Thing
from goodword.payments.providers.sandbox.signing import headers_for

SENDERS = 8
ANSWERED = {"application/json", "application/problem+json", "text/html", "text/plain"}
LONGEST_SLEEP = 60.0
RETRIES = (1.0, 5.0, 30.0, 120.0, 600.0, 1800.0, 3600.0, 10800.0)  # seconds after each failed delivery


@dataclass(frozen=True, slots=True)
class Account:
    """A merchant at the sandbox: its API key and the secret that signs its notices."""

    key: str
    merchant: str
    secret: str


def seconds_now() -> float:
    """Seconds since 1970."""
    return now().timestamp()


class Delivery:
    """One thread that watches the clock, and a few that speak to the receivers."""

    def __init__(self, store: Store, accounts: Mapping[str, Account], base: str, retries: Sequence[float]) -> None:
        self._store, self._base, self._retries = store, base, retries
        self._secrets = {account.merchant: account.secret for account in accounts.values()}
        self._wake, self._stopping = threading.Event(), False
        self._busy, self._counting = 0, threading.Lock()
        self._pool = ThreadPoolExecutor(SENDERS)
        self._watch = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begins to watch."""
        self._watch.start()

    def stop(self) -> None:
        """Finishes what is being sent; the rest stays in the store."""
        self._stopping = True
        self._wake.set()
        self._watch.join()
        self._pool.shutdown()

    def settle_later(self, thing: Thing, seconds: float) -> None:
        """A refund or payout ends after a moment."""
        self._store.add_tasks("settle", [(seconds_now() + seconds, {"reference": thing.reference})])
        self._wake.set()

    def tell(self, thing: Thing) -> None:
        """Sends the notices about `thing` that its script asks for."""
        at = seconds_now()
        tasks: list[tuple[float, dict[str, Any]]] = []
        for planned in plan(thing.word(self._base), parse(thing.script)):
            about = {
                "merchant": thing.merchant,
                "key": thing.key,
                "url": thing.terms["notify_url"],
                "notice": f"msg_{thing.reference}_{thing.status}_{planned.number}",
                "body": json.dumps(planned.word, separators=(",", ":")),
                "status": planned.word["status"],
                "age": planned.age,
                "wrong_key": planned.wrong_key,
                "other_route": planned.other_route,
            }
            tasks.append((at + planned.delay, about))
        self._store.add_tasks("notice", tasks)
        self._wake.set()

    def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            tasks = self._store.take_tasks(seconds_now(), SENDERS - self._busy)
            for task in tasks:
                with self._counting:
                    self._busy += 1
                self._pool.submit(self._do, task).add_done_callback(self._done)
            if not tasks:
                due = None if self._busy >= SENDERS else self._store.next_due()
                self._wake.wait(LONGEST_SLEEP if due is None else max(due - seconds_now(), 0.001))

    def _done(self, running: Future[None]) -> None:
        with self._counting:
            self._busy -= 1
        self._wake.set()

    def _do(self, task: Task) -> None:
        if task.what == "settle":
            self._settle(task.about["reference"])
            self._store.finish_task(task.id, None)
        else:
            taken = self._send(task.about)
            over = taken or task.tries >= len(self._retries)
            self._store.finish_task(task.id, None if over else seconds_now() + self._retries[task.tries])

    def _settle(self, reference: str) -> None:
        thing = self._store.by_reference(reference)
        if thing is None:
            return
        fails = parse(thing.script).has("fail") or str(thing.terms.get("destination", "")).startswith("closed")
        self._store.end(reference, "failed" if fails else "done", "account closed" if fails else "")
        ended = self._store.by_reference(reference)
        if ended:
            self.tell(ended)

    def _send(self, about: dict[str, Any]) -> bool:
        """One delivery; whether it was taken (2xx). The timestamp is that of this attempt, the id stays."""
        url, body = urlsplit(about["url"]), about["body"].encode()
        secret = "another account's secret" if about["wrong_key"] else self._secrets[about["merchant"]]
        path = "/api/hooks/elsewhere" if about["other_route"] else url.path
        sent_at = int(seconds_now()) - about["age"]
        headers = headers_for(secret, path, about["notice"], sent_at, body)
        try:
            answer = fetch(
                "POST", about["url"], content_types=ANSWERED, headers=headers, body=body, own_service=True
            ).status
        except (EgressFailed, Refusal):
            answer = 0
        self._store.note_delivery(about["merchant"], about["key"], about["notice"], about["status"], answer)
        return 200 <= answer < 300
