"""Money sent out."""

from decimal import Decimal

from goodword.kit import clock
from goodword.kit.ids import new_id
from goodword.kit.money import decimals
from goodword.payments.conformance.suite import AMOUNT, Case, Inapplicable, check, known, must
from goodword.payments.providers.interface import Kind, Known, ProviderRefused, Report, Status


def can(case: Case) -> None:
    """Inapplicable for a provider that declares no payouts."""
    if not case.provider.capabilities.payouts:
        raise Inapplicable("no payouts are declared")


def ended(case: Case, payout: Report) -> Report:
    """How the payout has ended."""
    case.harness.settle()
    return case.provider.query_payout(known(payout))


@check("payout-paid", "Money is sent to an account, and said to be")
def payout_paid(case: Case) -> None:
    """The amount is compared as the provider has it."""
    can(case)
    key = new_id(clock.now())
    asked = case.provider.payout(key, case.harness.destination, case.money())
    must((asked.kind, asked.key, asked.amount) == (Kind.PAYOUT, key, AMOUNT), "it is not about what was asked")
    face = case.harness.face(Kind.PAYOUT, key)
    must(face == Decimal(AMOUNT).scaleb(-decimals(case.money().currency)), f"the payee gets {face}")
    said = ended(case, asked)
    must((said.key, said.status, said.amount) == (key, Status.DONE, AMOUNT), f"it is {said.status} {said.amount}")


@check("payout-once", "The same key twice sends money once")
def payout_once(case: Case) -> None:
    """The second call gets the first one's payout."""
    can(case)
    key, before, to = new_id(clock.now()), case.harness.made(Kind.PAYOUT), case.harness.destination
    first, again = (case.provider.payout(key, to, case.money()) for _time in range(2))
    must(case.harness.made(Kind.PAYOUT) == before + 1, "the provider has made more than one")
    must(again.reference == first.reference, "the second answer is about another one")


@check("payout-closed", "A payout to an account that is closed is refused or ends failed")
def payout_closed(case: Case) -> None:
    """It is never said to have arrived."""
    can(case)
    try:
        asked = case.provider.payout(new_id(clock.now()), case.harness.closed_destination, case.money())
    except ProviderRefused:
        return
    said = ended(case, asked)
    must(said.status == Status.FAILED, f"it is {said.status}")


@check("payout-unknown", "A payout that was never asked for is said to be unknown")
def payout_unknown(case: Case) -> None:
    """Not an error."""
    can(case)
    said = case.provider.query_payout(Known(new_id(clock.now())))
    must(said.status == Status.UNKNOWN, f"it is {said.status}")
