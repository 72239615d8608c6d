"""Every check of the books finds what it is for: each is shown whole books, then broken ones."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.db.models import F

from goodword.kit.verification import registry
from goodword.ledger import actions as ledger
from goodword.ledger.rules import AccountRef, NewTransfer
from goodword.orders.models import Line, Order
from goodword.settlement import accounts, checks
from goodword.settlement.models import Debt, Escrow, Holding, Payout, Release, Repayment, Share
from goodword.settlement.tests.making import Market, Sold


@dataclass
class Story:
    """One order still held and partly refunded, one released, paid out and then partly refunded."""

    market: Market
    shop: UUID
    expert: UUID
    held: UUID
    done: UUID
    refund: UUID
    late_refund: UUID


@pytest.fixture
def story(market: Market) -> Story:
    shop, expert = market.shop(), market.person()
    market.account(expert)
    held, done = (market.paid({shop: [Sold(10_000, expert, 1_000)]}, delivery=500)[0] for _ in range(2))
    market.released(done)
    refund = market.refund(held, [4_000])
    market.next_period()
    market.pay_out()
    return Story(market, shop, expert, held, done, refund, market.refund(done, [1_000]))


def stray(story: Story, debit: AccountRef, credit: AccountRef, *, pending: bool = False) -> None:
    """A cent moved with no row that says why."""
    transfer = NewTransfer(uuid4(), debit, credit, 1, "stray", uuid4(), pending)
    ledger.transfer([transfer], by=None, now=story.market.now)


WORLD = AccountRef("world", None, "CNY", overdraft=True)


def delivery_grows(s: Story) -> str:
    Escrow.objects.filter(order=s.held).update(delivery=501)
    return f"order {s.held}: 10500 was captured, 10501 divided over 1 of 1 lines"


def line_undivided(s: Story) -> str:
    row = Line.objects.get(order=s.held)
    row.id, row.offer_id = uuid4(), s.market.offers[s.shop][1]
    Line.objects.bulk_create([row])
    return f"order {s.held}: 10500 was captured, 10500 divided over 1 of 2 lines"


def share_reduced(s: Story) -> str:
    Share.objects.filter(escrow=s.held).update(expert_reduced=F("expert_reduced") + 1)
    return f"line {Share.objects.get(escrow=s.held).line_id} is reduced by 4001, its refunds say 4000"


def repayment_grows(s: Story) -> str:
    Repayment.objects.filter(id=s.refund).update(amount=4_001)
    return f"refund {s.refund} gives 4001 back and takes 4000"


def counter_grows(s: Story) -> str:
    Escrow.objects.filter(order=s.held).update(refunded=4_001)
    return f"order {s.held} says 4001 and 0 were refunded, its repayments say 4000 and 0"


def clawed_shrinks(s: Story) -> str:
    Escrow.objects.filter(order=s.done).update(clawed=999)
    return f"order {s.done} says 0 and 999 were refunded, its repayments say 0 and 1000"


def holding_grows(s: Story) -> str:
    Holding.objects.filter(escrow=s.held, kind="expert").update(amount=601)
    return f"order {s.held}: of 10500 captured, 4000 went back and 6501 is held or released"


def promise_differs(s: Story) -> str:
    Holding.objects.filter(escrow=s.held, kind="expert").update(amount=599)
    return f"order {s.held}: 599 is promised to its expert, the ledger says 600"


def promise_gone(s: Story) -> str:
    Holding.objects.filter(escrow=s.held, kind="expert").update(transfer=uuid4())
    return f"order {s.held}: 600 is promised to its expert, the ledger says None"


def escrow_has_more(s: Story) -> str:
    stray(s, WORLD, accounts.escrow("CNY", UUID(int=3)))
    return "escrow accounts in CNY: the books hold 6501, the orders 6500"


def escrow_promises_more(s: Story) -> str:
    held = accounts.escrow("CNY", UUID(int=3))
    stray(s, WORLD, held)
    stray(s, held, WORLD, pending=True)
    return "escrow accounts in CNY: the books promise 6501, the orders 6500"


def refund_said_paid(s: Story) -> str:
    Repayment.objects.filter(id=s.refund).update(state="paid")
    return "refunds under way in CNY: the books set 5000 aside, the repayments say 1000"


def released_early(s: Story) -> str:
    until = Order.objects.get(id=s.done).return_until
    assert until
    Release.objects.update(at=until.replace(year=2025))
    return f"order {s.done} is released without a right to it, or has a release and is not"


def released_twice(s: Story) -> str:
    Release.objects.create(escrow_id=s.held, amount=6_500, at=s.market.now)
    return f"order {s.held} is released without a right to it, or has a release and is not"


def payout_untraced(s: Story) -> str:
    Holding.objects.filter(kind="expert").update(payout=None)
    return f"payout {Payout.objects.get().id} (asked) is about 1000, its orders about 0"


def payee_has_more(s: Story) -> str:
    stray(s, WORLD, accounts.payee("shop", s.shop, "CNY", s.shop))
    return f"payee {s.shop} in CNY: the account has 9301 available, unpaid holdings are 9300"


def debt_shrinks(s: Story) -> str:
    Debt.objects.filter(kind="expert").update(amount=99)
    return f"refund {s.late_refund} of 1000 came after the release, 999 is owed"


def debt_forgiven(s: Story) -> str:
    debt = Debt.objects.get(kind="expert")
    Debt.objects.filter(id=debt.id).update(recovered=100)
    return f"debt {debt.id}: 100 is recovered, payouts say 0"


def debt_dropped_in_books(s: Story) -> str:
    stray(s, WORLD, accounts.debt(s.expert, "CNY"))
    return f"payee {s.expert} in CNY: the books say 99 is owed, the debts 100"


def expert_swapped(s: Story) -> str:
    share = Share.objects.filter(escrow=s.held)
    share.update(expert=s.market.person())
    return f"line {share.get().line_id} pays somebody who may not earn on it"


BREAKS: list[tuple[Callable[[], list[str]], Callable[[Story], str]]] = [
    (checks.shares_add_up, delivery_grows),
    (checks.shares_add_up, line_undivided),
    (checks.reductions_add_up, share_reduced),
    (checks.repayments_add_up, repayment_grows),
    (checks.escrows_count_repayments, counter_grows),
    (checks.escrows_count_repayments, clawed_shrinks),
    (checks.holdings_add_up, holding_grows),
    (checks.holdings_are_in_the_ledger, promise_differs),
    (checks.holdings_are_in_the_ledger, promise_gone),
    (checks.escrow_accounts_hold_what_is_held, escrow_has_more),
    (checks.escrow_accounts_hold_what_is_held, escrow_promises_more),
    (checks.refunds_under_way_are_set_aside, refund_said_paid),
    (checks.releases_are_due, released_early),
    (checks.releases_are_due, released_twice),
    (checks.payouts_pay_holdings, payout_untraced),
    (checks.payees_have_what_is_theirs, payee_has_more),
    (checks.clawbacks_are_owed, debt_shrinks),
    (checks.debts_are_recovered_by_payouts, debt_forgiven),
    (checks.debt_accounts_show_debts, debt_dropped_in_books),
    (checks.lines_pay_their_own_expert, expert_swapped),
]


@pytest.mark.django_db
@pytest.mark.breaks_books
@pytest.mark.parametrize(("check", "breaking"), BREAKS, ids=lambda part: part.__name__)
def test_i07_i09_i10_i11_i12_i13_each_check_finds_its_breach(
    story: Story, check: Callable[[], list[str]], breaking: Callable[[Story], str]
) -> None:
    assert check() == []
    assert breaking(story) in check()


def test_every_check_has_a_breach_that_it_finds() -> None:
    own = {item.check for name, item in registry.items() if "goodword.settlement" in name}
    assert own == {check for check, _breaking in BREAKS}
    assert {item.invariant for item in registry.values() if item.check in own} == {
        "I-07",
        "I-09",
        "I-10",
        "I-11",
        "I-12",
        "I-13",
    }
