"""Several at once on one draft, and on the last place of a list (S-63)."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import pytest
from django.db import connection

from goodword.social import actions, jobs
from goodword.social.models import Draft, Follow, Post, Save
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


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_s63_of_several_at_once_only_one_takes_the_last_place(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Red without lock_persons in save_post, follow and keep_draft: each counted before the others had written."""
    for limit in ("saves.SAVES", "ties.FOLLOWS", "drafts.DRAFTS"):
        monkeypatch.setattr(f"goodword.social.actions.{limit}", 1)
    lin, fang, shop = stage.expert("tea"), stage.person(), stage.shop()
    words = [stage.post(lin, stage.product(shop)) for _each in range(4)]
    followed, goods = [stage.person() for _each in range(4)], stage.product(shop)
    told = {"person_id": fang, "now": stage.now, "by": fang}
    saving = [partial(actions.save_post, post_id=word, **told) for word in words]
    following = [partial(actions.follow, kind="person", target=one, **told) for one in followed]
    keeping = [partial(keep, stage, fang, goods) for _each in range(4)]
    assert side_by_side(saving) == ["SavesFull"] * 3
    assert side_by_side(following) == ["FollowsFull"] * 3
    assert side_by_side(keeping) == ["DraftsFull"] * 3
    assert (Save.objects.count(), Follow.objects.count(), Draft.objects.count()) == (1, 1, 1)
