"""Fields: asked for, decided with a reason, graded, lost (rows 3, 57 and 58)."""

import threading
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection

from goodword.journal.models import Entry
from goodword.people import actions, queries
from goodword.people.models import Application, Credential
from goodword.people.queries import PersonBrief, TopicGrade
from goodword.people.tests.conftest import Join

pytestmark = pytest.mark.django_db
EVIDENCE = "Nine years of buying tea in Hangzhou, every spring."


@pytest.fixture
def lin(join: Join) -> UUID:
    return join()


@pytest.fixture
def operator(join: Join) -> UUID:
    return join(name="Op", email="op@example.com")


def ask(person_id: UUID, now: datetime, topic: str = "tea") -> UUID:
    return actions.ask_credential(
        person_id=person_id, topic=topic, evidence=EVIDENCE, links=["https://tea.example/lin"], now=now, by=person_id
    )


def test_an_application_waits_with_its_evidence(lin: UUID, now: datetime) -> None:
    application_id = ask(lin, now)
    (waiting,) = queries.open_applications().rows
    assert waiting == queries.application(application_id)
    assert (waiting.state, waiting.evidence, waiting.links) == ("open", EVIDENCE, ("https://tea.example/lin",))
    assert queries.open_application_count() == 1
    assert not queries.is_certified(lin, "tea")


@pytest.mark.parametrize(
    ("evidence", "links"),
    [
        ("short", []),
        ("x" * 10_001, []),
        (EVIDENCE, ["javascript:alert(1)"]),
        (EVIDENCE, ["https://"]),
        (EVIDENCE, ["https://a.example/"] * 11),
        (EVIDENCE, ["https://a.example/" + "x" * 500]),
        (EVIDENCE, ["http://[broken"]),
    ],
)
def test_an_application_without_evidence_is_refused(lin: UUID, now: datetime, evidence: str, links: list[str]) -> None:
    with pytest.raises(actions.BadEvidence):
        actions.ask_credential(person_id=lin, topic="tea", evidence=evidence, links=links, now=now, by=lin)
    assert Application.objects.count() == 0


def test_one_application_a_topic_is_open_at_a_time(lin: UUID, now: datetime) -> None:
    ask(lin, now)
    with pytest.raises(actions.AlreadyAsked):
        ask(lin, now)
    ask(lin, now, topic="leather")
    assert Application.objects.count() == 2


def test_a_grant_makes_an_expert_with_a_grade(lin: UUID, operator: UUID, now: datetime) -> None:
    application_id = ask(lin, now)
    actions.grant_credential(application_id=application_id, grade=2, reason="Seen.", now=now, by=operator)
    assert queries.credential_topics(lin) == {"tea": 2}
    assert queries.is_certified(lin, "tea")
    assert queries.briefs([lin]) == {lin: PersonBrief(lin, "lin_yue", "Lin Yue", (TopicGrade("tea", 2),))}
    assert [brief.id for brief in queries.experts_in("tea").rows] == [lin]
    assert queries.applications_of(lin)[0].state == "granted"
    with pytest.raises(actions.AlreadyHeld):
        ask(lin, now)


def test_the_applicant_sees_why_they_were_refused_and_may_ask_again(lin: UUID, operator: UUID, now: datetime) -> None:
    application_id = ask(lin, now)
    actions.refuse_credential(application_id=application_id, reason="Send a picture.", now=now, by=operator)
    (told,) = queries.applications_of(lin)
    assert (told.state, told.reason) == ("refused", "Send a picture.")
    assert Entry.objects.filter(name="people.CredentialRefused").count() == 1
    ask(lin, now)
    assert queries.open_application_count() == 1


def test_a_decision_stands(lin: UUID, operator: UUID, now: datetime) -> None:
    application_id = ask(lin, now)
    actions.refuse_credential(application_id=application_id, reason="No.", now=now, by=operator)
    with pytest.raises(actions.AlreadyDecided):
        actions.grant_credential(application_id=application_id, grade=3, reason="Yes.", now=now, by=operator)
    assert Credential.objects.count() == 0


@pytest.mark.parametrize("grade", [0, 4, -1])
def test_a_grade_is_one_two_or_three(lin: UUID, operator: UUID, now: datetime, grade: int) -> None:
    application_id = ask(lin, now)
    with pytest.raises(actions.BadGrade):
        actions.grant_credential(application_id=application_id, grade=grade, reason="Hm.", now=now, by=operator)
    assert queries.application(application_id).state == "open"


def test_a_decision_has_a_reason_and_is_not_about_oneself(lin: UUID, operator: UUID, now: datetime) -> None:
    application_id = ask(lin, now)
    with pytest.raises(actions.ReasonMissing):
        actions.refuse_credential(application_id=application_id, reason="  ", now=now, by=operator)
    with pytest.raises(actions.OwnApplication):
        actions.grant_credential(application_id=application_id, grade=3, reason="I am good.", now=now, by=lin)
    assert queries.application(application_id).state == "open"
    with pytest.raises(queries.ApplicationUnknown):
        actions.refuse_credential(application_id=uuid4(), reason="No.", now=now, by=operator)


def test_a_field_is_lost_for_a_reason_and_can_be_won_again(lin: UUID, operator: UUID, now: datetime) -> None:
    actions.grant_credential(application_id=ask(lin, now), grade=1, reason="Fine.", now=now, by=operator)
    with pytest.raises(actions.ReasonMissing):
        actions.withdraw_credential(person_id=lin, topic="tea", reason="", now=now, by=operator)
    actions.withdraw_credential(person_id=lin, topic="tea", reason="Praised unseen.", now=now, by=operator)
    assert queries.credential_topics(lin) == {}
    assert queries.experts_in("tea").rows == []
    assert queries.credentials_of(lin)[0].lost_reason == "Praised unseen."
    with pytest.raises(actions.NotHeld):
        actions.withdraw_credential(person_id=lin, topic="tea", reason="Again.", now=now, by=operator)
    actions.grant_credential(application_id=ask(lin, now), grade=2, reason="Better.", now=now, by=operator)
    assert queries.credential_topics(lin) == {"tea": 2}
    lost = Entry.objects.get(name="people.CredentialLost")
    assert lost.payload == {"person_id": str(lin), "topic": "tea"}


def test_applications_and_experts_are_paged_without_gap(join: Join, operator: UUID, now: datetime) -> None:
    people = [join(name=f"P{n:03}", email=f"p{n}@example.com") for n in range(25)]
    asked = [ask(person_id, now) for person_id in people]
    first = queries.open_applications()
    second = queries.open_applications(first.next)
    assert [row.id for row in (*first.rows, *second.rows)] == sorted(asked)
    assert second.next is None
    for n, application_id in enumerate(asked):
        actions.grant_credential(application_id=application_id, grade=n % 3 + 1, reason="ok", now=now, by=operator)
    first_page = queries.experts_in("tea")
    second_page = queries.experts_in("tea", first_page.next)
    shown = [brief.id for brief in (*first_page.rows, *second_page.rows)]
    assert set(shown) == set(people)
    assert len(shown) == 25
    assert [b.topics[0].grade for b in (*first_page.rows, *second_page.rows)] == [3] * 8 + [2] * 8 + [1] * 9


def decide_at_once(application_id: UUID, operator: UUID, now: datetime) -> list[str]:
    """Four operators decide together; what became of each."""
    barrier, outcomes = threading.Barrier(4), []

    def decide(n: int) -> None:
        barrier.wait()
        told = {"application_id": application_id, "reason": f"Reason {n}", "now": now, "by": operator}
        try:
            if n % 2:
                actions.grant_credential(grade=1, **told)
            else:
                actions.refuse_credential(**told)
            outcomes.append("decided")
        except actions.AlreadyDecided:
            outcomes.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_are_one_decision(join: Join, now: datetime) -> None:
    """Red without the lock in queries.lock_application."""
    lin, operator = join(), join(name="Op", email="op@example.com")
    for attempt in range(10):
        application_id = ask(lin, now, topic=f"topic-{attempt}")
        outcomes = decide_at_once(application_id, operator, now)
        assert sorted(outcomes) == ["decided"] + ["too late"] * 3
        granted = queries.application(application_id).state == "granted"
        assert queries.is_certified(lin, f"topic-{attempt}") == granted
