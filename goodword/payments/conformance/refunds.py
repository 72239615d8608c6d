"""Money given back."""

from decimal import Decimal

from goodword.kit import clock
from goodword.kit.ids import new_id
from goodword.kit.money import decimals
from goodword.payments.conformance.suite import AMOUNT, Breach, Case, Inapplicable, check, known, must
from goodword.payments.providers.interface import Kind, Known, ProviderRefused, ProviderSilent, Report, Status

PART = 5000


def can(case: Case) -> None:
    """Inapplicable for a provider that declares no refunds."""
    if not case.provider.capabilities.refunds:
        raise Inapplicable("no refunds are declared")


def ended(case: Case, refund: Report, intent: Report) -> Report:
    """How the refund has ended."""
    case.harness.settle()
    return case.provider.query_refund(known(refund), known(intent))


@check("refund-part", "Part of a payment is given back, and said to be")
def refund_part(case: Case) -> None:
    """The amount is compared as the provider has it."""
    can(case)
    paid, key = case.paid(), new_id(clock.now())
    asked = case.provider.refund(key, known(paid), case.money(PART))
    must((asked.kind, asked.key, asked.amount) == (Kind.REFUND, key, PART), "it is not about what was asked")
    must(asked.status in {Status.PENDING, Status.DONE}, f"it is {asked.status}")
    face = case.harness.face(Kind.REFUND, key)
    must(face == Decimal(PART).scaleb(-decimals(paid.currency)), f"the payer gets {face}")
    said = ended(case, asked, paid)
    must((said.key, said.status, said.amount) == (key, Status.DONE, PART), f"it is {said.status} {said.amount}")
    must((said.currency, said.merchant) == (paid.currency, paid.merchant), "it is of another currency or account")


@check("refund-once", "The same key twice gives back once")
def refund_once(case: Case) -> None:
    """The second call gets the first one's refund."""
    can(case)
    paid, key, before = known(case.paid()), new_id(clock.now()), case.harness.made(Kind.REFUND)
    first, again = (case.provider.refund(key, paid, case.money(PART)) for _time in range(2))
    must(case.harness.made(Kind.REFUND) == before + 1, "the provider has made more than one")
    must(again.reference == first.reference, "the second answer is about another one")


@check("refund-over", "All of a payment can be given back in parts, and not one cent more")
def refund_over(case: Case) -> None:
    """Too much is refused, or ends failed."""
    can(case)
    paid, now = case.paid(), clock.now()
    most = case.provider.refund(new_id(now), known(paid), case.money(AMOUNT - PART))
    must(_is_refused(case, paid, PART + 1), "more than is left was given back")
    rest = case.provider.refund(new_id(now), known(paid), case.money(PART))
    for part in (most, rest):
        must(ended(case, part, paid).status == Status.DONE, "a part within the payment was not given back")
    must(_is_refused(case, paid, 1), "one cent more than was paid was given back")


@check("refund-unpaid", "What was not paid is not given back")
def refund_unpaid(case: Case) -> None:
    """An open intent has nothing to give."""
    can(case)
    must(_is_refused(case, case.opened(), PART), "money was given back that never came in")


@check("refund-unknown", "A refund that was never asked for is said to be unknown")
def refund_unknown(case: Case) -> None:
    """Not an error."""
    can(case)
    said = case.provider.query_refund(Known(new_id(clock.now())), known(case.paid()))
    must(said.status == Status.UNKNOWN, f"it is {said.status}")


@check("refund-lost", "A refund made while its answer was lost is found again by our key")
def refund_lost(case: Case) -> None:
    """Found without the provider's reference, and not made a second time."""
    can(case)
    paid, key, before = known(case.paid()), new_id(clock.now()), case.harness.made(Kind.REFUND)
    with case.harness.answers_lost():
        try:
            case.provider.refund(key, paid, case.money(PART))
        except ProviderSilent:
            pass
        else:
            raise Breach("no ProviderSilent")
    said = case.provider.query_refund(Known(key), paid)
    must(said.status in {Status.PENDING, Status.DONE}, f"it is {said.status}")
    again = case.provider.refund(key, paid, case.money(PART))
    must(again.reference == said.reference, "it was made a second time")
    must(case.harness.made(Kind.REFUND) == before + 1, "the provider has made more than one")


def _is_refused(case: Case, paid: Report, amount: int) -> bool:
    try:
        asked = case.provider.refund(new_id(clock.now()), known(paid), case.money(amount))
    except ProviderRefused:
        return True
    return asked.status == Status.FAILED or ended(case, asked, paid).status == Status.FAILED
