"""Asking a payer for money."""

from decimal import Decimal

from goodword.kit import clock
from goodword.kit.ids import new_id
from goodword.kit.money import Money, decimals
from goodword.payments.conformance.suite import (
    AMOUNT,
    Breach,
    Case,
    check,
    is_refused,
    known,
    must,
)
from goodword.payments.providers.interface import Kind, Known, ProviderSilent, Status
from goodword.payments.rules import PAY_URL_MAX, Mode

REFERENCE_MAX = 100  # what our tables hold


@check("capabilities", "What is declared can be done, and what is not is refused")
def capabilities(case: Case) -> None:
    """Refunds and payouts are tried only where they are declared not to be there; other checks try the rest."""
    declared = case.provider.capabilities
    must(declared.mode == Mode.TEST, "the mode is not test")
    if not declared.refunds:
        paid = known(case.paid())
        refused = is_refused(lambda: case.provider.refund(new_id(clock.now()), paid, case.money(1)))
        must(refused, "no refunds are declared, and one was made")
    if not declared.payouts:
        to = case.harness.destination
        refused = is_refused(lambda: case.provider.payout(new_id(clock.now()), to, case.money()))
        must(refused, "no payouts are declared, and one was made")


@check("intent-made", "A new intent is pending, bears our key and terms, and has an address where the payer pays")
def intent_made(case: Case) -> None:
    """The answer to create_intent, field by field."""
    key = new_id(clock.now())
    said = case.opened(key=key)
    must((said.kind, said.key) == (Kind.INTENT, key), "it is not about our key")
    must(said.status == Status.PENDING, f"it is {said.status}")
    must((said.amount, said.currency) == (AMOUNT, case.money().currency), f"it asks for {said.amount} {said.currency}")
    must(said.mode == case.provider.capabilities.mode, "it is in another mode")
    must(0 < len(said.reference) <= REFERENCE_MAX, f"its reference has {len(said.reference)} characters")
    must(bool(said.merchant), "it does not say who is paid")
    must(said.pay_url.startswith(("http://", "https://")), "it has no address to pay at")
    must(len(said.pay_url) <= PAY_URL_MAX, "its address to pay at is too long")


@check("intent-money", "The payer is asked for the right money, whether the currency has two decimals, none or three")
def intent_money(case: Case) -> None:
    """12,340 yen are not 123.40 yen."""
    for currency in case.harness.currencies:
        money = Money(12340, currency)
        said = case.opened(money)
        must((said.amount, said.currency) == (money.amount, currency), f"{money} came back as {said.amount}")
        face = case.harness.face(Kind.INTENT, said.key)
        must(face == Decimal(money.amount).scaleb(-decimals(currency)), f"for {money} the payer is asked for {face}")


@check("intent-unknown", "A key that was never used is said to be unknown")
def intent_unknown(case: Case) -> None:
    """Not an error: it is how a lost call is told from a lost answer."""
    said = case.provider.query_intent(Known(new_id(clock.now())))
    must(said.status == Status.UNKNOWN, f"it is {said.status}")


@check("intent-once", "The same key twice makes one intent")
def intent_once(case: Case) -> None:
    """The second call gets the first one's intent."""
    before = case.harness.made(Kind.INTENT)
    first = case.opened()
    again = case.opened(key=first.key)
    must(case.harness.made(Kind.INTENT) == before + 1, "the provider has made more than one")
    must(again.reference == first.reference, "the second answer is about another one")


@check("intent-terms", "The same key with another amount makes and changes nothing")
def intent_terms(case: Case) -> None:
    """Refused, or answered with what was agreed first."""
    first = case.opened()
    before = case.harness.made(Kind.INTENT)
    is_refused(lambda: case.opened(case.money(AMOUNT + 1), key=first.key))
    must(case.harness.made(Kind.INTENT) == before, "the provider has made another one")
    said = case.provider.query_intent(known(first))
    must((said.status, said.amount) == (Status.PENDING, AMOUNT), f"it is now {said.status} {said.amount}")


@check("intent-paid", "A paid intent is said to be done, with what was paid")
def intent_paid(case: Case) -> None:
    """What a lost notice leaves to be asked."""
    opened = case.paid()
    said = case.provider.query_intent(known(opened))
    must(said.status == Status.DONE, f"it is {said.status}")
    must(not case.differs(said, opened), f"our books would doubt its {case.differs(said, opened)}")


@check("intent-refused", "An intent whose payment failed is not said to be done")
def intent_refused(case: Case) -> None:
    """Failed, or pending where the payer may try again."""
    opened = case.opened()
    case.harness.refuse(opened.key)
    case.harness.settle()
    said = case.provider.query_intent(known(opened))
    must(said.status in {Status.PENDING, Status.FAILED, Status.CANCELLED}, f"it is {said.status}")


@check("intent-cancelled", "A cancelled intent can no longer be paid")
def intent_cancelled(case: Case) -> None:
    """Cancelled at the provider, not only in words; and cancelling again changes nothing."""
    opened = case.opened()
    for _time in range(2):
        said = case.provider.cancel_intent(known(opened))
        must(said.status == Status.CANCELLED, f"it is {said.status}")
    case.harness.pay(opened.key)
    case.harness.settle()
    said = case.provider.query_intent(known(opened))
    must(said.status == Status.CANCELLED, f"after a try to pay it is {said.status}")


@check("intent-kept", "Cancelling a paid intent leaves it paid and says so")
def intent_kept(case: Case) -> None:
    """The payer was quicker than our clock: late success."""
    opened = case.paid()
    said = case.provider.cancel_intent(known(opened))
    must(said.status == Status.DONE, f"it is {said.status}")
    must(not case.differs(said, opened), f"our books would doubt its {case.differs(said, opened)}")


@check("silence-down", "A provider out of order is silence, not a refusal")
def silence_down(case: Case) -> None:
    """A refusal is for good; silence is asked about again."""
    before = case.harness.made(Kind.INTENT)
    with case.harness.down():
        must(_is_silent(case), "no ProviderSilent")
    must(case.harness.made(Kind.INTENT) == before, "one was made")


@check("silence-lost", "What was done while its answer was lost is found again by our key")
def silence_lost(case: Case) -> None:
    """Found without the provider's reference, which was in the answer, and not made a second time."""
    key, before = new_id(clock.now()), case.harness.made(Kind.INTENT)
    with case.harness.answers_lost():
        try:
            case.opened(key=key)
        except ProviderSilent:
            pass
        else:
            raise Breach("no ProviderSilent")
    said = case.provider.query_intent(Known(key))
    must((said.key, said.status) == (key, Status.PENDING), f"it is {said.status}")
    again = case.opened(key=key)
    must(again.reference == said.reference, "it was made a second time")
    must(case.harness.made(Kind.INTENT) == before + 1, "the provider has made more than one")


def _is_silent(case: Case) -> bool:
    try:
        case.opened()
    except ProviderSilent:
        return True
    return False
