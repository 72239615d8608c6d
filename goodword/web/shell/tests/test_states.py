"""Whatever state the house keeps, an operator reads it in words of their language."""

from django.utils.functional import Promise

from goodword.kit.verification import registry
from goodword.orders.rules import ORDER_STATES, PURCHASE_STATES, RETURN_STATES
from goodword.partners.rules import ROLES
from goodword.payments.rules import IntentState, SendState
from goodword.settlement.rules import PAYOUT_STATES, REPAYMENT_STATES
from goodword.web.shell.states import NAMES, choices_of, named


def test_every_state_has_words() -> None:
    """Red when a page shows the house's own word, which is English in every language."""
    assert set(NAMES["purchase"]) == set(PURCHASE_STATES)
    assert set(NAMES["order"]) == set(ORDER_STATES)
    assert set(NAMES["return"]) == set(RETURN_STATES)
    assert set(NAMES["payment"]) == {str(one) for one in IntentState}
    assert set(NAMES["role"]) == set(ROLES)
    assert set(NAMES["sending"]) == {str(one) for one in SendState} | set(REPAYMENT_STATES) | set(PAYOUT_STATES)


def test_what_has_no_words_is_told_as_it_is() -> None:
    assert named("kind", "gift") == "gift"
    assert choices_of("purchase", ("paid", "lost")) == [("paid", "paid for"), ("lost", "lost")]


def test_what_must_hold_is_said_in_the_readers_language() -> None:
    """Red when an invariant's sentence is a plain string."""
    assert len(registry) > 30
    assert [one.invariant for one in registry.values() if not isinstance(one.holds, Promise)] == []
