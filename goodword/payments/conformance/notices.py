"""What a provider says unasked (S-20, S-21)."""

from contextlib import suppress
from datetime import timedelta

from goodword.kit import clock
from goodword.kit.ids import new_id
from goodword.kit.refusals import Refusal
from goodword.payments.conformance import payouts, refunds
from goodword.payments.conformance.suite import AMOUNT, Breach, Case, Inapplicable, check, is_refused, known, must
from goodword.payments.providers.harness import RawNotice
from goodword.payments.providers.interface import Kind, ProviderSilent, Report, Status
from goodword.payments.rules import NOTICE_AGE

NOTICE_ID_MAX = 100  # what our table holds
SECOND = timedelta(seconds=1)
HOURS = timedelta(hours=2)  # how late a notice of success may come


@check("notice-true", "The notice of a payment says what was paid, and our books believe it")
def notice_true(case: Case) -> None:
    """Every field that our books compare."""
    opened = case.paid()
    said = case.read(case.told(opened.key))
    must(said is not None and said.kind == Kind.INTENT, "it is not about an intent")
    if said:
        must(not case.differs(said, opened), f"our books would doubt its {case.differs(said, opened)}")


@check("notice-altered", "A notice whose body was changed on its way is refused")
def notice_altered(case: Case) -> None:
    """A byte more, a byte less, another byte."""
    notice = case.told(case.paid().key)
    body, middle = notice.body, len(notice.body) // 2
    other = body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]
    for changed in (body + b" ", body[:-1], other, b""):
        must(_is_refused(case, RawNotice(notice.headers, changed)), "a changed body was believed")


@check("notice-unsigned", "A notice without its signature is refused")
def notice_unsigned(case: Case) -> None:
    """Each header of a signature emptied in turn, and all headers left out."""
    notice = case.told(case.paid().key)
    signed = [name for name in notice.headers if "signature" in name]
    if not signed:
        raise Inapplicable("its signature is part of the body")
    for headers in ({}, *({**notice.headers, name: ""} for name in signed)):
        must(_is_refused(case, RawNotice(headers, notice.body)), "an unsigned notice was believed")


@check("notice-stranger", "A notice signed by another account of the provider is refused")
def notice_stranger(case: Case) -> None:
    """Well signed, by somebody else."""
    notice = case.told(case.paid().key)
    forged = case.harness.resigned(notice, clock.now(), by_stranger=True)
    must(_is_refused(case, forged), "another account's signature was believed")


@check("notice-old", "A notice whose time is more than 300 seconds away from ours is refused")
def notice_old(case: Case) -> None:
    """Too old, and from the future."""
    opened, now = case.paid(), clock.now()
    notice = case.told(opened.key)
    for sent_at in (now - NOTICE_AGE - SECOND, now + NOTICE_AGE + SECOND):
        resigned = case.harness.resigned(notice, sent_at)
        try:
            case.read(resigned, now)
        except Refusal:
            continue
        raise Breach("a notice of another time was believed")


@check("notice-again", "A repeated notice has the same id and says the same")
def notice_again(case: Case) -> None:
    """By this id our books count it once."""
    opened, now = case.paid(), clock.now()
    notice = case.told(opened.key)
    repeated = case.harness.resigned(notice, now + SECOND)
    first, again = (case.provider.parse_notice(one.headers, one.body, now) for one in (notice, repeated))
    must(0 < len(first.notice_id) <= NOTICE_ID_MAX, f"its id has {len(first.notice_id)} characters")
    must(first == again, "it has another id or says another thing")


@check("notice-order", "Notices say the same in whatever order they come, and the payment ends done")
def notice_order(case: Case) -> None:
    """A first attempt fails, a second succeeds; the notices come both ways round, each time to a new adapter."""
    opened = case.opened()
    case.harness.pay(opened.key, second_attempt=True)
    case.harness.settle()
    notices = case.harness.sent(opened.key)
    as_sent, turned = (
        [adapter.parse_notice(one.headers, one.body, clock.now()) for one in told]
        for adapter, told in ((case.harness.adapter(), notices), (case.harness.adapter(), notices[::-1]))
    )
    must(as_sent == turned[::-1], "what a notice says depends on those before it")
    done = [one.report for one in as_sent if one.report and one.report.status == Status.DONE]
    must(bool(done), "no notice says that it is done")


@check("notice-late", "A success that comes hours later, before which every answer was lost, is still believed")
def notice_late(case: Case) -> None:
    """Late success: the adapter has never heard of the intent, and its time is over."""
    key = new_id(clock.now())
    with case.harness.answers_lost(), suppress(ProviderSilent):
        case.opened(key=key)
    case.harness.pay(key)
    case.harness.settle()
    sent = case.harness.sent(key)
    must(bool(sent), "no notice came")
    later = clock.now() + HOURS
    said = case.read(case.harness.resigned(sent[-1], later), later)
    must(said is not None and (said.key, said.status) == (key, Status.DONE), "it is not said to be done")
    must(said is not None and said.amount == AMOUNT, "it says another amount")


def _mismatch(case: Case, field: str, value: str | int, seen: str) -> None:
    opened = case.paid()
    notice = case.harness.altered(case.told(opened.key), field, value)
    if notice is None:
        raise Inapplicable(f"its notices do not say the {field}")
    try:
        said = case.read(notice)
    except Refusal:
        return
    believed = said is not None and said.status == Status.DONE and not case.differs(said, opened)
    must(not believed, f"our books would capture in spite of another {seen}")


@check("notice-amount", "A notice of another amount never captures")
def notice_amount(case: Case) -> None:
    """The adapter says what came in, not what was asked."""
    _mismatch(case, "amount", AMOUNT + 10, "amount")
    _mismatch(case, "amount", AMOUNT - 10, "amount")


@check("notice-currency", "A notice of another currency never captures")
def notice_currency(case: Case) -> None:
    """12,800 of something else."""
    first = case.harness.currencies[0]
    _mismatch(case, "currency", "CHF" if first != "CHF" else "EUR", "currency")


@check("notice-payee", "A notice that pays another account never captures")
def notice_payee(case: Case) -> None:
    """Paid, but not to us."""
    _mismatch(case, "merchant", "somebody-else", "account")


@check("notice-mode", "A notice of the other mode never captures")
def notice_mode(case: Case) -> None:
    """Test money is not money, and live money is no test (S-23)."""
    _mismatch(case, "mode", "live", "mode")


@check("notice-refund", "The notice of a refund says that the refund is done")
def notice_refund(case: Case) -> None:
    """Where the provider sends one."""
    refunds.can(case)
    paid = case.paid()
    asked = case.provider.refund(new_id(clock.now()), known(paid), case.money(refunds.PART))
    case.harness.settle()
    _ends(case, asked, Kind.REFUND, refunds.PART)


@check("notice-payout", "The notice of a payout says that the payout is done")
def notice_payout(case: Case) -> None:
    """Where the provider sends one."""
    payouts.can(case)
    asked = case.provider.payout(new_id(clock.now()), case.harness.destination, case.money())
    case.harness.settle()
    _ends(case, asked, Kind.PAYOUT, AMOUNT)


@check("notice-unrelated", "A notice about nothing that Goodword keeps is taken, and says nothing")
def notice_unrelated(case: Case) -> None:
    """Refused, it would come again for days."""
    notice = case.harness.unrelated()
    if notice is None:
        raise Inapplicable("the provider sends none")
    must(case.read(notice) is None, "it is said to be about something of ours")


def _ends(case: Case, asked: Report, kind: Kind, amount: int) -> None:
    sent = case.harness.sent(asked.key)
    if not sent:
        raise Inapplicable("the provider sends none; it is asked")
    said = case.read(sent[-1])
    must(said is not None and (said.kind, said.key) == (kind, asked.key), "it is not about what was asked")
    must(said is not None and (said.status, said.amount) == (Status.DONE, amount), "it does not say that it is done")


def _is_refused(case: Case, notice: RawNotice) -> bool:
    return is_refused(lambda: case.read(notice))
