"""Moving, holding and settling money through the actions."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.kit.money import UnknownCurrency
from goodword.kit.refusals import Refusal
from goodword.ledger import actions, queries
from goodword.ledger.queries import Balance
from goodword.ledger.rules import AccountRef, NewTransfer, Settle, conversion
from goodword.ledger.tests.making import digest, pay

pytestmark = pytest.mark.django_db

ME = UUID(int=7)


def refused(kind: type[Refusal], call: Callable[[], None]) -> Refusal:
    """Asserts that the call is refused and that nothing was changed."""
    before = digest()
    with pytest.raises(kind) as caught:
        call()
    assert digest() == before
    assert str(caught.value)
    return caught.value


def test_i01_a_transfer_takes_here_and_gives_there(world: AccountRef, ann: AccountRef, now: datetime) -> None:
    spec = pay(world, ann, 500)
    actions.transfer([spec], by=ME, now=now)
    assert queries.balances([world, ann]) == {world: Balance(-500), ann: Balance(500)}
    page = queries.entries_of(ann)
    assert page.next is None
    (entry,) = page.rows
    assert (entry.version, entry.amount, entry.before, entry.after) == (1, 500, 0, 500)
    assert (entry.other, entry.transfer_id, entry.at, entry.by) == (world, spec.id, now, ME)
    assert queries.balance(AccountRef("nobody", None, "EUR")) == Balance(0, 0, 0)


def test_i02_a_book_is_numbered_and_read_newest_first(world: AccountRef, ann: AccountRef, now: datetime) -> None:
    actions.transfer([pay(world, ann, n) for n in (1, 2, 3)], by=None, now=now)
    actions.transfer([pay(ann, world, n) for n in (4, 2)], by=None, now=now)
    first = queries.entries_of(ann, limit=3)
    rest = queries.entries_of(ann, first.next, limit=3)
    lines = [(line.version, line.before, line.amount, line.after) for line in (*first.rows, *rest.rows)]
    assert lines == [(5, 2, -2, 0), (4, 6, -4, 2), (3, 3, 3, 6), (2, 1, 2, 3), (1, 0, 1, 1)]
    assert rest.next is None


@pytest.mark.parametrize("amount", [0, -1, 1.0, True, "5", 10**15 + 1])
def test_i05_an_amount_is_whole_minor_units_above_zero(
    world: AccountRef, ann: AccountRef, now: datetime, amount: object
) -> None:
    refused(actions.BadAmount, lambda: actions.transfer([pay(world, ann, amount)], by=None, now=now))


@pytest.mark.parametrize("pending", [True, False])
def test_i06_an_account_never_falls_below_zero(
    world: AccountRef, ann: AccountRef, ben: AccountRef, now: datetime, pending: bool
) -> None:
    actions.transfer([pay(world, ann, 100), pay(ann, ben, 60, pending=True)], by=None, now=now)
    assert queries.balance(ann).available == 40
    over = [pay(ann, ben, 40, pending=pending), pay(ann, ben, 1, pending=pending)]
    refusal = refused(actions.NotEnough, lambda: actions.transfer(over, by=None, now=now))
    assert refusal.facts == {"available": "0.00", "wanted": "0.01", "currency": "EUR"}
    actions.transfer(over[:1], by=None, now=now)
    assert queries.balance(ann).available == 0


def test_a_hold_moves_nothing_until_it_is_settled(
    world: AccountRef, ann: AccountRef, ben: AccountRef, now: datetime
) -> None:
    hold = pay(ann, ben, 60, pending=True)
    actions.transfer([pay(world, ann, 100), hold], by=None, now=now)
    assert queries.balance(ann) == Balance(100, 0, 60)
    assert queries.balance(ben) == Balance(0, 60, 0)
    assert queries.pending_sum([hold.ref]) == {hold.ref: {"EUR": 60}}
    assert queries.pending_sum([hold.ref], kind="other.") == {hold.ref: {}}
    end = Settle(hold.id, uuid4(), 45)
    actions.settle([end], by=ME, now=now + timedelta(hours=1))
    assert queries.balance(ann) == Balance(55, 0, 0)
    assert queries.balance(ben) == Balance(45, 0, 0)
    assert queries.pending_sum([hold.ref]) == {hold.ref: {}}
    held, posted = queries.transfers_about(hold.ref)
    assert (held.id, held.state, held.settled, held.amount) == (hold.id, "settled", 45, 60)
    assert (posted.id, posted.state, posted.settled, posted.amount, posted.by) == (end.id, "posted", None, 45, ME)
    assert (posted.debit, posted.credit, posted.kind) == (ann, ben, hold.kind)


def test_a_hold_can_be_let_go_wholly(world: AccountRef, ann: AccountRef, ben: AccountRef, now: datetime) -> None:
    hold = pay(ann, ben, 60, pending=True)
    actions.transfer([pay(world, ann, 60), hold], by=None, now=now)
    actions.settle([Settle(hold.id, uuid4(), 0)], by=None, now=now)
    assert queries.balances([ann, ben]) == {ann: Balance(60), ben: Balance(0)}
    (held,) = queries.transfers_about(hold.ref)
    assert (held.state, held.settled) == ("voided", 0)


def test_i03_a_hold_ends_once(world: AccountRef, ann: AccountRef, ben: AccountRef, now: datetime) -> None:
    hold, posted = pay(ann, ben, 60, pending=True), pay(world, ann, 60)
    actions.transfer([posted, hold], by=None, now=now)
    end = Settle(hold.id, uuid4(), 20)
    wrong = [
        (actions.MoreThanHeld, [Settle(hold.id, uuid4(), 61)]),
        (actions.BadAmount, [Settle(hold.id, uuid4(), -1)]),
        (actions.NoSuchPending, [Settle(uuid4(), uuid4(), 1)]),
        (actions.NoSuchPending, [Settle(posted.id, uuid4(), 1)]),
        (actions.AlreadySettled, [end, Settle(hold.id, uuid4(), 20)]),
        (actions.TransferDiffers, [Settle(hold.id, posted.id, 20)]),
    ]
    for kind, ends in wrong:
        refused(kind, lambda ends=ends: actions.settle(ends, by=None, now=now))
    actions.settle([end, end], by=None, now=now)
    after = digest()
    actions.settle([end], by=None, now=now + timedelta(days=1))
    assert digest() == after, "repeating a settlement does nothing"
    for again in (Settle(hold.id, end.id, 21), Settle(hold.id, uuid4(), 20), Settle(hold.id, uuid4(), 0)):
        refused(actions.AlreadySettled, lambda again=again: actions.settle([again], by=None, now=now))


def test_repeating_a_transfer_does_nothing_and_another_with_its_id_is_refused(
    world: AccountRef, ann: AccountRef, ben: AccountRef, now: datetime
) -> None:
    spec, more = pay(world, ann, 5), pay(world, ann, 7)
    actions.transfer([spec, spec], by=None, now=now)
    once = digest()
    actions.transfer([spec], by=ME, now=now + timedelta(days=1))
    assert digest() == once
    actions.transfer([spec, more], by=None, now=now)
    assert queries.balance(ann).posted == 12
    for other in (
        pay(world, ann, 6, id=spec.id, ref=spec.ref),
        pay(world, ben, 5, id=spec.id, ref=spec.ref),
        pay(world, ann, 5, id=spec.id),
        pay(world, ann, 5, id=spec.id, ref=spec.ref, kind="test.else"),
        pay(world, ann, 5, id=spec.id, ref=spec.ref, pending=True),
    ):
        refused(actions.TransferDiffers, lambda other=other: actions.transfer([other], by=None, now=now))
        refused(actions.TransferDiffers, lambda other=other: actions.transfer([spec, other], by=None, now=now))


def test_all_or_nothing(world: AccountRef, ann: AccountRef, ben: AccountRef, now: datetime) -> None:
    good, bad = pay(world, ann, 5), pay(ben, ann, 1)
    refused(actions.NotEnough, lambda: actions.transfer([good, bad], by=None, now=now))
    refused(actions.SameAccount, lambda: actions.transfer([good, pay(ann, ann, 1)], by=None, now=now))
    refused(actions.TooMany, lambda: actions.transfer([pay(world, ann, 1)] * 2001, by=None, now=now))


def test_i06_the_right_to_be_overdrawn_is_fixed_when_an_account_is_opened(
    world: AccountRef, ann: AccountRef, now: datetime
) -> None:
    actions.transfer([pay(world, ann, 5)], by=None, now=now)
    daring = AccountRef(ann.kind, ann.owner, ann.currency, overdraft=True)
    refused(actions.OverdraftDiffers, lambda: actions.transfer([pay(daring, world, 10)], by=None, now=now))
    both = [pay(world, ann, 1), pay(daring, world, 1)]
    refused(actions.OverdraftDiffers, lambda: actions.transfer(both, by=None, now=now))


@pytest.mark.parametrize(("one", "other"), [("EUR", "JPY"), ("JPY", "KWD"), ("KWD", "EUR")])
def test_i04_currencies_never_mix_and_a_conversion_has_four_legs(one: str, other: str, now: datetime) -> None:
    source, payer = AccountRef("channel", None, one, overdraft=True), AccountRef("wallet", ME, one)
    payee = AccountRef("wallet", ME, other)
    refused(actions.CurrenciesMixed, lambda: actions.transfer([pay(source, payee, 5)], by=None, now=now))
    pool, counter = AccountRef("liquidity", None, one), AccountRef("liquidity", None, other, overdraft=True)
    legs = conversion(pay(payer, pool, 1000), new_id=uuid4(), payee=payee, liquidity=counter, amount=160)
    actions.transfer([pay(source, payer, 1000), *legs], by=None, now=now)
    found = queries.balances([source, payer, pool, counter, payee])
    assert [b.posted for b in found.values()] == [-1000, 0, 1000, -160, 160]
    about = queries.transfers_about(legs[0].ref)
    assert {(t.debit.currency, t.credit.currency, t.amount) for t in about} == {(one, one, 1000), (other, other, 160)}


def test_i04_an_unknown_currency_is_refused(now: datetime) -> None:
    here, there = AccountRef("a", None, "XXX", overdraft=True), AccountRef("b", None, "XXX")
    refused(UnknownCurrency, lambda: actions.transfer([pay(here, there, 5)], by=None, now=now))


def test_ends_and_moves_are_one_act(world: AccountRef, ann: AccountRef, ben: AccountRef, now: datetime) -> None:
    hold = pay(ann, ben, 60, pending=True)
    actions.transfer([pay(world, ann, 60), hold], by=None, now=now)
    back = pay(ann, world, 60)
    refused(actions.NotEnough, lambda: actions.transfer([back], by=None, now=now))
    late = [Settle(hold.id, uuid4(), 1)]
    refused(actions.NotEnough, lambda: actions.carry_out(late, [back], by=None, now=now))
    end = Settle(hold.id, uuid4(), 0)
    actions.carry_out([end], [back], by=None, now=now)
    actions.carry_out([end], [back], by=None, now=now)
    assert queries.balances([world, ann, ben]) == {world: Balance(0), ann: Balance(0), ben: Balance(0)}
    clash = pay(world, ann, 1, id=end.id)
    refused(actions.TransferDiffers, lambda: actions.carry_out([end], [clash], by=None, now=now))


def statements(call: Callable[[], None]) -> int:
    """How many statements a call sends, those of the transaction itself left out."""
    with CaptureQueriesContext(connection) as captured:
        call()
    words = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return sum(not query["sql"].startswith(words) for query in captured.captured_queries)


@pytest.mark.parametrize("count", [1, 10, 250])
def test_the_number_of_statements_does_not_grow(world: AccountRef, now: datetime, count: int) -> None:
    shops = [AccountRef("shop", UUID(int=n + 1), "EUR") for n in range(count)]
    escrow = AccountRef("escrow", None, "EUR")
    captures = [pay(world, escrow, 6) for _ in range(count)]
    holds: list[NewTransfer] = [pay(escrow, shop, 2, pending=True) for shop in shops for _ in range(3)]
    assert statements(lambda: actions.transfer([*captures, *holds], by=None, now=now)) == 8, "accounts are opened"
    again = [pay(world, escrow, 6) for _ in range(count)], [pay(escrow, shop, 2, pending=True) for shop in shops]
    assert statements(lambda: actions.transfer([*again[0], *again[1]], by=None, now=now)) == 6
    assert statements(lambda: actions.transfer(holds, by=None, now=now)) == 3, "all of it was done before"
    ends = [Settle(hold.id, uuid4(), n % 3) for n, hold in enumerate(holds)]
    assert statements(lambda: actions.settle(ends, by=None, now=now)) == 8
    assert queries.balance(escrow).pending_out == 2 * count


def test_the_desk_lists_accounts_and_their_sums(world: AccountRef, now: datetime) -> None:
    shops = [AccountRef("shop", UUID(int=n + 1), "EUR") for n in range(3)]
    yen = AccountRef("shop", UUID(int=1), "JPY"), AccountRef("channel", None, "JPY", overdraft=True)
    actions.transfer([pay(world, shop, 100) for shop in shops], by=None, now=now)
    actions.transfer([pay(yen[1], yen[0], 7), pay(shops[0], world, 30, pending=True)], by=None, now=now)
    kinds = [(t.kind, t.currency, t.accounts, t.balance) for t in queries.totals("shop")]
    assert kinds == [("shop", "EUR", 3, Balance(300, 0, 30)), ("shop", "JPY", 1, Balance(7))]
    assert [(t.kind, t.balance.posted) for t in queries.totals("channel")] == [("channel", -300), ("channel", -7)]
    first = queries.list_accounts("shop", limit=3)
    rest = queries.list_accounts("shop", first.next, limit=3)
    assert {row.ref for row in (*first.rows, *rest.rows)} == {*shops, yen[0]}
    assert (len(first.rows), len(rest.rows), rest.next) == (3, 1, None)
    assert [row.ref.kind for row in queries.list_accounts().rows] == ["channel"] * 2 + ["shop"] * 4
