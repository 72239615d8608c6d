"""Several at once on one draft (S-63)."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
from django.db import connection

from goodword.social import actions, jobs
from goodword.social.models import Draft, Post
from goodword.social.tests.stage import Stage
from goodword.social.tests.test_drafts import HOUR, facts, keep


def side_by_side(works: Sequence[Callable[[], object]]) -> list[str]:
    """Starts all at one moment, each with its own connection; what went wrong."""
    start, faults = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        start.wait(10)
        try:
            work()
        except Exception as fault:
            faults.append(type(fault).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_s63_workers_side_by_side_publish_each_draft_once(stage: Stage) -> None:
    """Red without the lease in publish_due: the second worker is refused what the first has published."""
    lin, shop = stage.expert("tea"), stage.shop()
    ids = [keep(stage, lin, stage.product(shop)) for _ in range(6)]
    for draft_id in ids:
        actions.schedule_draft(draft_id=draft_id, at=stage.now + HOUR, zone="UTC", now=stage.now, by=lin)
    later: datetime = stage.now + 2 * HOUR
    assert side_by_side([lambda: jobs.publish_due(later, 6)] * 4) == []
    assert Post.objects.count() == 6
    assert facts().count("PostPublished") == 6
    assert facts().count("ScheduleEnded") == 0
    assert Draft.objects.filter(post__isnull=False, publish_at=None).count() == 6


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_s63_publishing_by_hand_while_the_time_comes_publishes_once(stage: Stage) -> None:
    """Red without the lock in lock_draft: both publish, and one is refused as already recommended."""
    lin = stage.expert("tea")
    draft_id = keep(stage, lin, stage.product(stage.shop()))
    actions.schedule_draft(draft_id=draft_id, at=stage.now + HOUR, zone="UTC", now=stage.now, by=lin)
    later = stage.now + 2 * HOUR
    by_hand = [lambda: actions.publish_draft(draft_id=draft_id, now=later, by=lin)] * 3
    faults = side_by_side([*by_hand, lambda: jobs.publish_due(later, 6)])
    assert set(faults) <= {"DraftUnknown"}
    assert Post.objects.count() == 1
    assert facts().count("PostPublished") == 1
    assert "ScheduleEnded" not in facts()
