"""The concurrent machine of reliability 1.2: rounds of parallel calls between barriers, on PostgreSQL only.

There is no model: what nothing stands in the way of must succeed, the rest may fail with its own reason only, and the
books are verified at each barrier. A deadlock or serialization error shows as an error's name and fails.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from goodword.ledger import actions
from goodword.ledger.rules import AccountRef, NewTransfer, Settle
from goodword.ledger.tests.making import pay
from goodword.ledger.tests.racing import at_once
from goodword.ledger.tests.test_machine import CHECKS, QUIET

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
WORLD = AccountRef("channel", None, "EUR", overdraft=True)
WALLETS = [AccountRef("wallet", UUID(int=n), "EUR") for n in range(1, 5)]
wallets = st.sampled_from(WALLETS)
many = {"min_size": 2, "max_size": 8}
amounts = st.integers(min_value=1, max_value=200)


class Rounds(RuleBasedStateMachine):
    """Each rule is one round."""

    ends: Counter[tuple[str, str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.holds: list[NewTransfer] = []

    def round(self, name: str, calls: list[Callable[[], None]], *reasons: str) -> None:
        """Runs the calls at once; each must be done or refused for one of `reasons`; then the books must be right."""
        seen = at_once(calls)
        self.ends.update((name, end) for end in seen)
        assert set(seen) <= {"done", *reasons}
        assert [breach for check in CHECKS for breach in check()] == []

    @initialize()
    def begin(self) -> None:
        """Everybody has some money."""
        actions.transfer([pay(WORLD, wallet, 300) for wallet in WALLETS], by=None, now=NOW)

    @rule(given=st.lists(st.lists(wallets, min_size=1, max_size=4), **many), fresh=st.booleans())
    def pay_in(self, given: list[list[AccountRef]], fresh: bool) -> None:
        """Nothing stands in the way of money from outside, to known accounts and to ones opened at this moment."""
        shops = [AccountRef("shop", uuid4(), "EUR") for _ in range(3)] if fresh else []
        orders = [(refs + shops)[:: 1 if n % 2 else -1] for n, refs in enumerate(given)]
        calls = [
            lambda refs=refs: actions.transfer([pay(WORLD, ref, 5) for ref in refs], by=None, now=NOW)
            for refs in orders
        ]
        self.round("pay_in", calls)

    @rule(moves=st.lists(st.tuples(wallets, wallets, amounts, st.booleans()), **many))
    def move(self, moves: list[tuple[AccountRef, AccountRef, int, bool]]) -> None:
        """Transfers and holds every way round between the same few accounts."""
        specs = [pay(a, b, n, pending=pending) for a, b, n, pending in moves if a != b]
        self.holds += [spec for spec in specs if spec.pending]
        calls = [lambda spec=spec: actions.transfer([spec], by=None, now=NOW) for spec in specs]
        if calls:
            self.round("move", calls, "ledger.not_enough")

    @precondition(lambda self: self.holds)
    @rule(data=st.data(), size=st.integers(min_value=2, max_value=8))
    def settle(self, data: st.DataObject, size: int) -> None:
        """Ends of the same few holds, some of which were refused."""
        picked = [data.draw(st.sampled_from(self.holds[-4:])) for _ in range(size)]
        calls = [
            lambda hold=hold: actions.settle([Settle(hold.id, uuid4(), hold.amount // 2)], by=None, now=NOW)
            for hold in picked
        ]
        self.round("settle", calls, "ledger.already_settled", "ledger.no_such_pending")

    @rule(wallet=wallets, size=st.integers(min_value=2, max_value=8), data=st.data())
    def end_and_move(self, wallet: AccountRef, size: int, data: st.DataObject) -> None:
        """Holds let go and money moved in one act, the same accounts on both sides."""
        holds = [pay(wallet, data.draw(wallets.filter(lambda w: w != wallet)), 1, pending=True) for _ in range(size)]
        actions.transfer([pay(WORLD, wallet, size), *holds], by=None, now=NOW)
        calls = [
            lambda hold=hold: actions.carry_out(
                [Settle(hold.id, uuid4(), 0)], [pay(hold.debit, WORLD, 1), pay(WORLD, hold.credit, 1)], by=None, now=NOW
            )
            for hold in holds
        ]
        self.round("end_and_move", calls)

    @rule(wallet=wallets, size=st.integers(min_value=2, max_value=8))
    def repeat(self, wallet: AccountRef, size: int) -> None:
        """One and the same request from several clients happens once."""
        spec = pay(WORLD, wallet, 1)
        self.round("repeat", [lambda: actions.transfer([spec], by=None, now=NOW)] * size)


@pytest.mark.timeout(0)
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_i06_rounds_of_parallel_calls_keep_the_books_right() -> None:
    """Red without the order of locks in queries.lock_accounts: deadlock detected."""
    Rounds.ends.clear()
    few = settings(QUIET, max_examples=max(12, QUIET.max_examples // 10), stateful_step_count=8)
    run_state_machine_as_test(Rounds, settings=few)
    for rule_name in {rule_name for rule_name, _end in Rounds.ends}:
        done, total = Rounds.ends[rule_name, "done"], sum(n for key, n in Rounds.ends.items() if key[0] == rule_name)
        assert done >= 0.05 * total, f"{rule_name} was accepted {done} times of {total}"
