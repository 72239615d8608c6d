"""Money sent out."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from goodword.kit.money import Money
from goodword.payments import actions, jobs, queries
from goodword.payments.events import PayoutDestinationSet, PayoutFailed, PayoutPaid
from goodword.payments.models import Payout, PayoutDestination
from goodword.payments.providers.interface import ProviderRefused, Status
from goodword.payments.tests.conftest import Paper, facts, silent

pytestmark = pytest.mark.django_db


def live_at(payee: UUID, reference: str, now: datetime) -> None:
    actions.set_payout_destination(payee=payee, channel="card", reference=reference, now=now, by=payee)


def ask(payee: UUID, amount: int, now: datetime, payout: UUID | None = None) -> UUID:
    payout = payout or uuid4()
    actions.ask_payout(payout_id=payout, payee=payee, amount=Money(amount, "CNY"), now=now, by=None)
    return payout


def test_i14_two_payees_with_one_account_share_a_fingerprint_however_it_is_typed(channel: str, now: datetime) -> None:
    """Red when the fingerprint is of the text as typed."""
    one, other, third, nobody = (uuid4() for _number in range(4))
    live_at(one, "6222 0212-3456", now)
    live_at(other, "622202123456", now)
    live_at(third, "6222021234567", now)
    found = queries.destinations_of([one, other, third, nobody])
    assert found[one] == found[other] != found[third]
    assert found[nobody] == set()


def test_i14_a_replaced_account_is_still_remembered(channel: str, now: datetime) -> None:
    payee = uuid4()
    for reference in ("A1", "A1", "B2"):
        live_at(payee, reference, now)
    assert len(queries.destinations_of([payee])[payee]) == 2
    assert PayoutDestination.objects.get(replaced_at=None).reference == "B2"
    assert facts() == [PayoutDestinationSet(payee, "card")] * 2
    with pytest.raises(actions.NoSuchChannel):
        actions.set_payout_destination(payee=payee, channel="none", reference="C3", now=now, by=None)


def test_a_payout_needs_a_destination(channel: str, now: datetime) -> None:
    with pytest.raises(actions.NoPayoutDestination):
        ask(uuid4(), 100, now)
    assert Payout.objects.count() == 0


def test_i11_the_same_payout_asked_for_again_is_one_payout(channel: str, paper: Paper, now: datetime) -> None:
    payee, payout = uuid4(), uuid4()
    live_at(payee, "A1", now)
    for _time in range(2):
        ask(payee, 100, now, payout)
    with pytest.raises(actions.PayoutDiffers):
        ask(payee, 101, now, payout)
    jobs.send_payouts(now, 10)
    assert paper.calls == [("payout", payout)]


def test_i11_after_a_crash_between_yes_and_commit_there_is_one_payout(
    channel: str, paper: Paper, now: datetime
) -> None:
    """Red without the question by key before the second try."""
    payee = uuid4()
    live_at(payee, "A1", now)
    payout = ask(payee, 100, now)

    def crash(call: str) -> None:
        raise SystemExit

    paper.after = crash
    with pytest.raises(SystemExit):
        jobs.send_payouts(now, 10)
    paper.after = lambda call: None
    paper.becomes(payout, Status.DONE)
    jobs.send_payouts(now + timedelta(minutes=2), 10)
    assert paper.calls == [("payout", payout), ("query", payout)]
    assert facts(PayoutPaid) == [PayoutPaid(payout, payee, 100, "CNY")]
    assert queries.payout(payout).state == "paid"


def test_a_payout_that_stays_pending_is_asked_about(channel: str, paper: Paper, now: datetime) -> None:
    payee = uuid4()
    live_at(payee, "A1", now)
    payout = ask(payee, 100, now)
    jobs.send_payouts(now, 10)
    assert queries.payout(payout).state == "sent"
    paper.becomes(payout, Status.FAILED, why="no such account")
    assert jobs.send_payouts(now + timedelta(seconds=5), 10) == 1
    assert facts(PayoutFailed) == [PayoutFailed(payout, payee, 100, "CNY", "no such account")]
    assert jobs.send_payouts(now + timedelta(days=1), 10) == 0


def test_a_payout_the_provider_refuses_has_failed(channel: str, paper: Paper, now: datetime) -> None:
    def no(call: str) -> None:
        raise ProviderRefused("account closed")

    payee = uuid4()
    live_at(payee, "A1", now)
    payout, paper.before = ask(payee, 100, now), no
    jobs.send_payouts(now, 10)
    view = queries.payout(payout)
    assert (view.state, view.why) == ("failed", "account closed")


def test_a_silent_provider_keeps_a_payout_waiting(channel: str, paper: Paper, now: datetime) -> None:
    payee = uuid4()
    live_at(payee, "A1", now)
    payout, paper.before = ask(payee, 100, now), silent("payout", "query")
    jobs.send_payouts(now, 10)
    assert queries.payout(payout).state == "asked"
    with pytest.raises(queries.NoSuchPayout):
        queries.payout(uuid4())
