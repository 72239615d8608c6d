"""Many clients at once, each a thread with its own connection, on PostgreSQL."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest

from goodword.ledger import actions, queries
from goodword.ledger.models import Account, Resolution, Transfer
from goodword.ledger.queries import Balance
from goodword.ledger.rules import AccountRef, Settle
from goodword.ledger.tests.making import pay
from goodword.ledger.tests.racing import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

CLIENTS = 24


@pytest.mark.parametrize("pending", [False, True])
def test_i06_of_many_withdrawals_of_everything_one_succeeds(
    world: AccountRef, ann: AccountRef, ben: AccountRef, now: datetime, pending: bool
) -> None:
    """Red without the locks of queries.lock_accounts."""
    actions.transfer([pay(world, ann, 100), pay(world, ben, 1)], by=None, now=now)
    specs = [pay(ann, ben, 100, pending=pending) for _ in range(CLIENTS)]
    ends = at_once([lambda spec=spec: actions.transfer([spec], by=None, now=now) for spec in specs])
    assert ends == ["done"] + ["ledger.not_enough"] * (CLIENTS - 1)
    assert queries.balance(ann).available == 0
    assert queries.balance(ben) == (Balance(1, 100, 0) if pending else Balance(101, 0, 0))


def test_i03_of_many_ends_of_one_hold_one_succeeds(
    world: AccountRef, ann: AccountRef, ben: AccountRef, now: datetime
) -> None:
    """Red without the locks of queries.lock_accounts."""
    hold = pay(ann, ben, 100, pending=True)
    actions.transfer([pay(world, ann, 100), hold], by=None, now=now)
    ends = [Settle(hold.id, uuid4(), n) for n in range(1, CLIENTS + 1)]
    seen = at_once([lambda end=end: actions.settle([end], by=None, now=now) for end in ends])
    assert seen == ["done"] + ["ledger.already_settled"] * (CLIENTS - 1)
    amount = Resolution.objects.get().amount
    assert queries.balances([ann, ben]) == {ann: Balance(100 - amount), ben: Balance(amount)}


def test_a_transfer_repeated_at_the_same_moment_happens_once(world: AccountRef, ann: AccountRef, now: datetime) -> None:
    """Red without the locks of queries.lock_accounts."""
    spec = pay(world, ann, 100)
    actions.transfer([pay(world, ann, 1)], by=None, now=now)
    ends = at_once([lambda: actions.transfer([spec], by=None, now=now)] * CLIENTS)
    assert ends == ["done"] * CLIENTS
    assert queries.balance(ann) == Balance(101)
    assert Transfer.objects.count() == 2


def test_one_id_between_other_accounts_at_the_same_moment_is_refused(now: datetime) -> None:
    """Red without the catch in actions.carry_out."""
    new = uuid4()
    pairs = [
        (AccountRef("a", UUID(int=n + 1), "EUR", overdraft=True), AccountRef("b", UUID(int=n + 1), "EUR"))
        for n in range(CLIENTS)
    ]
    ends = at_once([lambda pair=pair: actions.transfer([pay(*pair, 5, id=new)], by=None, now=now) for pair in pairs])
    assert ends == ["done"] + ["ledger.transfer_differs"] * (CLIENTS - 1)
    assert Transfer.objects.count() == 1


def test_accounts_opened_and_locked_in_any_order_never_deadlock(now: datetime) -> None:
    """Red without the order of locks in queries.lock_accounts."""
    for _round in range(4):
        shops = [AccountRef("shop", uuid4(), "EUR", overdraft=True) for _ in range(60)]
        calls = []
        for n in range(8):
            turned = (shops[n * 7 :] + shops[: n * 7])[:: 1 if n % 2 else -1]
            specs = [pay(turned[k], turned[k - 1], 3) for k in range(60)]
            calls.append(lambda specs=specs: actions.transfer(specs, by=None, now=now))
        assert at_once(calls) == ["done"] * 8, "while they are opened"
        assert at_once(calls[::-1]) == ["done"] * 8, "the same again"
        assert {b.posted for b in queries.balances(shops).values()} == {0}
    assert Account.objects.filter(kind="shop").count() == 240
