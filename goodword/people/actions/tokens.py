"""Tokens with which programs act for a person."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record
from goodword.kit.ids import new_id
from goodword.kit.refusals import NotFound, Refusal
from goodword.people import queries
from goodword.people.events import TokenIssued, TokenRevoked
from goodword.people.models import Token
from goodword.people.rules import TOKEN_LIFETIME_MAX, TOKEN_USE_NOTED, TOKENS_BEGIN, token_digest

TOKENS = 20  # unrevoked tokens of one person


class TokenLifetime(Refusal):
    """A token ends in the future, and within a year."""

    status = 422
    code = "people.token_lifetime"
    sentence = _("A token must end after now and within a year. Choose another day.")


class TokensFull(Refusal):
    """The person has as many tokens as they may have."""

    status = 409
    code = "people.tokens_full"
    sentence = _("You have 20 tokens. Revoke one you no longer need, then make a new one.")


class TokenUnknown(NotFound):
    """There is no such token, or it is another person's, or revoked."""

    status = 404
    code = "people.token_unknown"
    sentence = _("There is no such token. Reload the list of your tokens.")


@transaction.atomic
def issue_token(*, person_id: UUID, label: str, expires_at: datetime, now: datetime, by: UUID | None) -> str:
    """A person gives a program a token to act for them; answers the secret, which is shown once and kept nowhere."""
    if not now < expires_at <= now + TOKEN_LIFETIME_MAX:
        raise TokenLifetime
    if len(queries.tokens_of(person_id)) >= TOKENS:
        raise TokensFull
    secret = TOKENS_BEGIN + secrets.token_urlsafe(32)
    token = Token.objects.create(
        id=new_id(now),
        person_id=person_id,
        digest=token_digest(secret),
        label=label.strip()[:80] or str(_("Token")),
        issued_at=now,
        expires_at=expires_at,
    )
    record(TokenIssued(person_id=person_id, token_id=token.id), by=by, now=now)
    return secret


@transaction.atomic
def revoke_token(*, person_id: UUID, token_id: UUID, now: datetime, by: UUID | None) -> None:
    """A person's token stops working at once."""
    if not Token.objects.filter(id=token_id, person_id=person_id, revoked_at__isnull=True).update(revoked_at=now):
        raise TokenUnknown
    record(TokenRevoked(person_id=person_id, token_id=token_id), by=by, now=now)


def use_token(*, secret: str, now: datetime) -> UUID | None:
    """A program shows a token: the id of whose it is, or None. The use is written down at most once a minute."""
    token = queries.live_token(secret, now)
    if token is None:
        return None
    if token.stale:
        stale = Q(used_at__isnull=True) | Q(used_at__lte=now - TOKEN_USE_NOTED)
        Token.objects.filter(stale, id=token.id).update(used_at=now)
    return token.person_id
