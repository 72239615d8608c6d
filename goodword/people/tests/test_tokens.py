"""Tokens: hashed at rest, with an end, revocable (S-73)."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.people import actions, queries
from goodword.people.models import Token
from goodword.people.tests.conftest import Join

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


@pytest.fixture
def lin(join: Join) -> UUID:
    return join()


def issue(person_id: UUID, now: datetime, life: timedelta = MONTH) -> str:
    return actions.issue_token(person_id=person_id, label="Till", expires_at=now + life, now=now, by=person_id)


def test_s73_only_the_hash_of_a_token_is_kept(lin: UUID, now: datetime) -> None:
    secret = issue(lin, now)
    assert secret.startswith("gw_")
    assert len(secret) == 46
    kept = [str(value) for value in Token.objects.values_list().get()]
    assert not any(secret in value for value in kept)
    assert queries.person_by_token(secret, now).id == lin
    for wrong in ("", "gw_", secret[:-1], secret + "x", secret.upper()):
        assert queries.person_by_token(wrong, now) is None


def test_a_token_ends(lin: UUID, now: datetime) -> None:
    secret = issue(lin, now)
    assert queries.person_by_token(secret, now + MONTH - timedelta(seconds=1)).id == lin
    assert queries.person_by_token(secret, now + MONTH) is None


@pytest.mark.parametrize("life", [timedelta(0), timedelta(days=-1), timedelta(days=367)])
def test_a_token_must_end_within_a_year(lin: UUID, now: datetime, life: timedelta) -> None:
    with pytest.raises(actions.TokenLifetime):
        issue(lin, now, life)
    assert Token.objects.count() == 0


def test_a_revoked_token_is_dead_and_only_its_owner_revokes(lin: UUID, join: Join, now: datetime) -> None:
    secret, other = issue(lin, now), join(email="other@example.com")
    token_id = queries.tokens_of(lin)[0].id
    with pytest.raises(actions.TokenUnknown):
        actions.revoke_token(person_id=other, token_id=token_id, now=now, by=other)
    assert queries.person_by_token(secret, now).id == lin
    actions.revoke_token(person_id=lin, token_id=token_id, now=now, by=lin)
    assert queries.person_by_token(secret, now) is None
    assert queries.tokens_of(lin) == []
    with pytest.raises(actions.TokenUnknown):
        actions.revoke_token(person_id=lin, token_id=token_id, now=now, by=lin)


def test_last_use_is_written_at_most_once_a_minute(lin: UUID, now: datetime) -> None:
    secret = issue(lin, now)
    statements = []
    for seconds in (0, 1, 59, 60, 61):
        with CaptureQueriesContext(connection) as seen:
            assert actions.use_token(secret=secret, now=now + timedelta(seconds=seconds)) == lin
        statements.append(len(seen))
    assert statements == [2, 1, 1, 2, 1]
    assert queries.tokens_of(lin)[0].used_at == now + timedelta(seconds=60)
    assert actions.use_token(secret="gw_wrong", now=now) is None


def test_a_closed_account_has_no_tokens(lin: UUID, now: datetime) -> None:
    secret = issue(lin, now)
    Token.objects.get().person.__class__.objects.update(is_active=False)
    assert queries.person_by_token(secret, now) is None


def test_tokens_are_bounded(lin: UUID, now: datetime) -> None:
    for _n in range(20):
        issue(lin, now)
    with pytest.raises(actions.TokensFull):
        issue(lin, now)
    assert Token.objects.count() == 20
