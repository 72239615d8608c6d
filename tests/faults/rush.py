"""Many buyers at once, in processes of the house (Running.python), each thread with a connection of its own."""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from django.conf import settings
from django.db import connection

from goodword.kit import clock
from goodword.kit.refusals import Refusal
from goodword.payments import actions as payments
from goodword.payments import queries
from goodword.payments.providers.sandbox.process import OURS
from goodword.payments.providers.sandbox.signing import headers_for
from tests.faults.clients import HOOK, word
from tests.faults.stage import place


def rush(number: int, of: int, threads: int) -> None:
    """Process `number` of `of`: its share of the buyers place and pay; prints what each met, as JSON."""
    buyers = json.loads((settings.DATA / "buyers.json").read_text())[number::of]
    (settings.DATA / f"ready-{number}").touch()
    while len(list(settings.DATA.glob("ready-*"))) < of:
        time.sleep(0.01)
    with ThreadPoolExecutor(threads) as pool:
        sys.stdout.write(json.dumps(list(pool.map(_buy, buyers))))


def _buy(buyer: dict[str, str]) -> str:
    try:
        _pay(place(buyer))
        return "paid"
    except Refusal as refusal:
        return refusal.code
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        connection.close()


def _pay(purchase: str) -> None:
    """The provider's notice that the buyer has paid, taken as the server takes it."""
    (intent,) = queries.intents_for([UUID(purchase)])[UUID(purchase)]
    body = word(str(intent.id), intent.amount)
    headers = headers_for(OURS.secret, HOOK, f"msg-{intent.id}", int(time.time()), body)
    payments.take_notice(provider="sandbox", headers=headers, body=body, now=clock.now())
