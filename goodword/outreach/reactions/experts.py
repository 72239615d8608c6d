"""What those who recommend are told: comments, followers, commission, certificates."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from goodword.journal.facts import Recorded, reacts_to
from goodword.outreach import actions
from goodword.outreach.queries import sources
from goodword.outreach.rules import FACT_LENGTH, Kind, News, day_key
from goodword.people.events import CredentialGranted, CredentialLost, CredentialRefused
from goodword.settlement.events import CommissionClawedBack, CommissionEarned
from goodword.social.events import Commented, Followed


@reacts_to(Commented)
def tell_of_comments(facts: Sequence[Recorded[Commented]], now: datetime) -> None:
    """The word's author: what others said below it, a day at a time."""
    posts = sources.posts(one.fact.post_id for one in facts)
    actions.tell(
        [
            News(
                posts[one.fact.post_id].author_id,
                Kind.COMMENTED,
                one.fact.post_id,
                day_key(one.fact.post_id, one.at),
                one.at,
                {"who": str(one.fact.author_id), "product": posts[one.fact.post_id].title},
                part=one.fact.comment_id,
            )
            for one in facts
            if one.fact.author_id != posts[one.fact.post_id].author_id
        ],
        now=now,
    )


@reacts_to(Followed)
def tell_of_followers(facts: Sequence[Recorded[Followed]], now: datetime) -> None:
    """Who is followed, a day at a time; the same follower counts once a day."""
    persons = [(one, UUID(one.fact.target)) for one in facts if one.fact.kind == "person"]
    actions.tell(
        [
            News(
                followed,
                Kind.FOLLOWED,
                followed,
                day_key(followed, one.at),
                one.at,
                {"who": str(one.fact.person_id)},
                part=one.fact.person_id,
            )
            for one, followed in persons
        ],
        now=now,
    )


@reacts_to(CommissionEarned)
def tell_of_commission(facts: Sequence[Recorded[CommissionEarned]], now: datetime) -> None:
    """The expert: what became theirs, added up a day at a time for each currency."""
    actions.tell(
        [
            News(
                one.fact.expert_id,
                Kind.EARNED,
                one.fact.expert_id,
                day_key(one.fact.expert_id, one.at, f":{one.fact.currency}"),
                one.at,
                {"currency": one.fact.currency},
                part=one.fact.order_id,
                amount=one.fact.amount,
            )
            for one in facts
        ],
        now=now,
    )


@reacts_to(CommissionClawedBack)
def tell_of_lost_commission(facts: Sequence[Recorded[CommissionClawedBack]], now: datetime) -> None:
    """The expert: goods came back, and the commission on them goes back too."""
    actions.tell(
        [
            News(
                one.fact.expert_id,
                Kind.TAKEN_BACK,
                one.fact.order_id,
                str(one.uid),
                one.at,
                {"amount": one.fact.amount, "currency": one.fact.currency},
            )
            for one in facts
        ],
        now=now,
    )


@reacts_to(CredentialGranted)
def tell_of_grant(facts: Sequence[Recorded[CredentialGranted]], now: datetime) -> None:
    """The applicant: they may recommend in the topic."""
    actions.tell([_certificate(one, Kind.CREDENTIAL_GRANTED) for one in facts], now=now)


@reacts_to(CredentialRefused)
def tell_of_refusal(facts: Sequence[Recorded[CredentialRefused]], now: datetime) -> None:
    """The applicant: not now, and why."""
    reasons = sources.decisions(one.fact.application_id for one in facts)
    actions.tell(
        [_certificate(one, Kind.CREDENTIAL_REFUSED, reasons.get(one.fact.application_id, "")) for one in facts], now=now
    )


@reacts_to(CredentialLost)
def tell_of_loss(facts: Sequence[Recorded[CredentialLost]], now: datetime) -> None:
    """The expert: they may no longer recommend in the topic, and why."""
    reasons = sources.losses(one.fact.person_id for one in facts)
    told = [(one, reasons.get((one.fact.person_id, one.fact.topic), "")) for one in facts]
    actions.tell([_certificate(one, Kind.CREDENTIAL_LOST, reason) for one, reason in told], now=now)


def _certificate(
    one: Recorded[CredentialGranted] | Recorded[CredentialRefused] | Recorded[CredentialLost],
    kind: Kind,
    reason: str = "",
) -> News:
    told: dict[str, str | int] = {"topic": one.fact.topic}
    if reason:
        told["reason"] = reason[:FACT_LENGTH]
    return News(one.fact.person_id, kind, one.fact.person_id, str(one.uid), one.at, told)
