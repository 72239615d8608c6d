"""Accounts, profiles and roles."""

import threading
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection

from goodword.journal.models import Entry
from goodword.people import actions, queries, rules
from goodword.people.models import Person, RoleGrant, TermsAcceptance
from goodword.people.tests.conftest import Join

pytestmark = pytest.mark.django_db


def facts(subject: UUID) -> list[str]:
    return [entry.name for entry in Entry.objects.filter(subject=subject).order_by("id")]


def test_joining_makes_a_person_with_an_id_of_version_7_and_records_it(join: Join, now: datetime) -> None:
    person = queries.person(join(email=" Lin@Example.com "))
    assert person.id.version == 7
    assert (person.email, person.name, person.handle) == ("lin@example.com", "Lin Yue", "lin_yue")
    assert facts(person.id) == ["people.PersonJoined"]


def test_an_email_has_one_account(join: Join) -> None:
    join()
    with pytest.raises(actions.EmailTaken):
        join(email="LIN@example.com")
    assert Person.objects.count() == 1
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "email", "handle"),
    [
        ("Lin Yue", "x@y.z", "lin_yue"),
        ("José Núñez", "x@y.z", "jose_nunez"),
        ("林悦", "lin.yue@y.z", "lin_yue"),
        ("林悦", "l@y.z", "reader"),
        ("Admin", "admin@y.z", "reader"),
        ("A" * 80, "x@y.z", "a" * 24),
    ],
)
def test_a_handle_is_made_from_the_name_or_the_email(name: str, email: str, handle: str) -> None:
    assert rules.handle_base(name, email) == handle
    assert rules.is_handle(handle)


def test_the_same_name_twice_gives_two_handles(join: Join) -> None:
    first, second = join(), join(email="other@example.com")
    handles = {queries.person(first).handle, queries.person(second).handle}
    assert len(handles) == 2
    assert all(rules.is_handle(handle) for handle in handles)


@pytest.mark.parametrize("handle", ["ab", "a" * 31, "_lin", "lin_", "lin yue", "林悦", "admin", "lin-yue", ""])
def test_a_handle_that_does_not_fit_is_refused(handle: str, join: Join, now: datetime) -> None:
    person_id = join()
    with pytest.raises(actions.HandleBad):
        actions.change_profile(person_id=person_id, name="Lin", handle=handle, bio="", now=now, by=person_id)
    assert queries.person(person_id).handle == "lin_yue"


def test_a_profile_changes_but_a_handle_stays_unique(join: Join, now: datetime) -> None:
    lin, other = join(), join(name="Marta", email="marta@example.com")
    actions.change_profile(person_id=lin, name="Lin", handle="Tea_Lin", bio="Tea.", now=now, by=lin)
    assert queries.by_handle("TEA_lin").id == lin
    with pytest.raises(actions.HandleTaken):
        actions.change_profile(person_id=other, name="M", handle="tea_lin", bio="", now=now, by=other)
    assert (queries.person(other).handle, queries.person(other).name) == ("marta", "Marta")


def test_nobody_is_refused_as_unknown(db: None) -> None:
    for ask in (lambda: queries.person(uuid4()), lambda: queries.by_handle("nobody")):
        with pytest.raises(queries.PersonUnknown):
            ask()


def test_a_role_is_granted_once_recorded_once_and_ends(join: Join, now: datetime) -> None:
    person_id = join()
    for _again in range(2):
        actions.grant_role(person_id=person_id, role="operator", now=now, by=None)
    assert queries.has_role(person_id, "operator")
    assert queries.holders("operator") == [person_id]
    assert RoleGrant.objects.count() == 1
    for _again in range(2):
        actions.revoke_role(person_id=person_id, role="operator", now=now, by=None)
    assert not queries.has_role(person_id, "operator")
    assert facts(person_id) == ["people.PersonJoined", "people.RoleGranted", "people.RoleRevoked"]
    assert Person.objects.get().stamp == 2


def test_a_role_nobody_knows_is_refused(join: Join, now: datetime) -> None:
    person_id = join()
    with pytest.raises(actions.RoleUnknown):
        actions.grant_role(person_id=person_id, role="king", now=now, by=None)
    assert RoleGrant.objects.count() == 0


def test_terms_are_accepted_once_a_version(join: Join, now: datetime) -> None:
    person_id = join()
    for version in ("2026-06-01", "2026-06-01", "2026-07-01"):
        actions.accept_terms(person_id=person_id, version=version, now=now, by=person_id)
    assert TermsAcceptance.objects.count() == 2
    assert queries.terms_accepted(person_id, "2026-07-01")
    assert not queries.terms_accepted(person_id, "2027-01-01")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_sign_ups_with_one_email_at_once_make_one_person(now: datetime) -> None:
    """Red without the unique constraint's refusal in join."""
    barrier, outcomes = threading.Barrier(8), []

    def sign_up() -> None:
        barrier.wait()
        try:
            actions.join(email="lin@example.com", name="Lin", password=None, language="en", now=now)
            outcomes.append("joined")
        except actions.EmailTaken:
            outcomes.append("taken")
        finally:
            connection.close()

    threads = [threading.Thread(target=sign_up) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["joined"] + ["taken"] * 7
    assert Person.objects.count() == 1
