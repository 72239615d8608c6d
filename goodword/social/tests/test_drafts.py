"""Words that are begun: kept, cut, set for a time, published once."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from goodword.catalog import actions as catalog_actions
from goodword.catalog import queries as catalog_queries
from goodword.catalog.cropping import BadCrop, Crop
from goodword.journal.models import Entry
from goodword.kit.ids import new_id
from goodword.kit.paging import BadCursor
from goodword.people import actions as people_actions
from goodword.social import actions, jobs, queries
from goodword.social.actions import NewPicture
from goodword.social.models import Draft, DraftPicture, Post
from goodword.social.queries import DraftUnknown
from goodword.social.rules import Words
from goodword.social.tests.stage import Stage

pytestmark = pytest.mark.django_db
SAID = Words("tea", "It tastes of spring.", "used", "", False)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def keep(
    stage: Stage, author: UUID, *products: UUID, words: Words = SAID, draft: UUID | None = None, **more: Any
) -> UUID:
    draft_id = draft or new_id(stage.now)
    said = {"pictures": [], **more}
    actions.keep_draft(draft_id=draft_id, words=words, product_ids=products, now=stage.now, by=author, **said)
    return draft_id


def picture(stage: Stage, by: UUID, size: tuple[int, int] = (400, 300)) -> UUID:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, "PNG")
    return catalog_actions.keep_picture(out.getvalue(), alt="A cup", now=stage.now, by=by)


def facts() -> list[str]:
    names = (name.rpartition(".")[2] for name in Entry.objects.order_by("id").values_list("name", flat=True))
    return [name for name in names if name in {"PostPublished", "PostScheduled", "ScheduleEnded"}]


def test_a_draft_is_kept_as_far_as_it_is_and_kept_again(stage: Stage) -> None:
    lin, shop = stage.expert("tea"), stage.shop()
    one, two = stage.product(shop), stage.product(shop)
    draft_id = keep(stage, lin, one, words=Words("", "", "used", "", False))
    assert queries.draft(draft_id, lin).words == Words("", "", "used", "", False)
    keep(stage, lin, two, one, draft=draft_id)
    found = queries.draft(draft_id, lin)
    assert found.words == SAID
    assert [card.id for card in found.products] == [two, one]
    assert [row.id for row in queries.drafts_of(lin).rows] == [draft_id]
    assert Post.objects.count() == 0


def test_s01_a_draft_is_its_authors_alone(stage: Stage) -> None:
    lin, other = stage.expert("tea"), stage.expert("tea")
    product = stage.product(stage.shop())
    draft_id = keep(stage, lin, product)
    deeds: list[Callable[[], object]] = [
        lambda: queries.draft(draft_id, other),
        lambda: queries.draft(draft_id, None),
        lambda: keep(stage, other, product, draft=draft_id, words=replace(SAID, reason="Mine now.")),
        lambda: actions.publish_draft(draft_id=draft_id, now=stage.now, by=other),
        lambda: actions.schedule_draft(draft_id=draft_id, at=stage.now + HOUR, zone="UTC", now=stage.now, by=other),
        lambda: actions.cancel_schedule(draft_id=draft_id, now=stage.now, by=other),
        lambda: actions.throw_away_draft(draft_id=draft_id, now=stage.now, by=other),
    ]
    for deed in deeds:
        with pytest.raises(DraftUnknown):
            deed()
    assert queries.draft(draft_id, lin).words == SAID
    assert queries.drafts_of(other).rows == []


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (replace(SAID, reason="x" * 10_001), actions.BadReason),
        (replace(SAID, reason="a\0b"), actions.BadReason),
        (replace(SAID, topic="te\0a"), actions.NotCertified),
        (replace(SAID, topic="x" * 81), actions.NotCertified),
        (replace(SAID, evidence="x" * 2_001), actions.BadEvidence),
        (replace(SAID, reason_type="heard"), actions.ReasonTypeUnknown),
    ],
)
def test_what_no_word_could_hold_is_not_kept(stage: Stage, words: Words, wrong: type[Exception]) -> None:
    lin = stage.expert("tea")
    with pytest.raises(wrong):
        keep(stage, lin, stage.product(stage.shop()), words=words)
    assert Draft.objects.count() == 0


def test_products_are_one_to_nine_and_known(stage: Stage) -> None:
    lin, shop = stage.expert("tea"), stage.shop()
    goods = [stage.product(shop) for _ in range(10)]
    for wrong in (goods, [new_id(stage.now)]):
        with pytest.raises(actions.WrongProducts):
            keep(stage, lin, *wrong)
    keep(stage, lin, *goods[:9])


def test_drafts_are_paged_last_changed_first(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goodword.social.queries.drafts.PAGE_SIZE", 2)
    lin, product = stage.expert("tea"), stage.product(stage.shop())
    ids = [keep(stage, lin, product) for _ in range(5)]
    seen, cursor = [], None
    for _page in range(3):
        page = queries.drafts_of(lin, cursor)
        seen += [row.id for row in page.rows]
        cursor = page.next
    assert (seen, cursor) == (sorted(ids)[::-1], None)
    with pytest.raises(BadCursor):
        queries.drafts_of(lin, "WyJ4IiwgInkiXQ")


def test_a_picture_is_cut_once_and_cut_again_when_asked_differently(stage: Stage) -> None:
    lin, product = stage.expert("tea"), stage.product(stage.shop())
    original = picture(stage, lin)
    whole = NewPicture(original, Crop(), "A cup")
    square = NewPicture(original, Crop("square", 0, 50, 200), "A cup, close")
    draft_id = keep(stage, lin, product, pictures=[whole])
    assert queries.draft(draft_id, lin).pictures[0].media_id == original
    shown = []
    for _twice in range(2):
        keep(stage, lin, product, draft=draft_id, pictures=[square])
        shown.append(queries.draft(draft_id, lin).pictures[0])
    assert shown[0] == shown[1]
    assert (shown[0].shown.width, shown[0].shown.height, shown[0].shown.alt) == (150, 150, "A cup, close")
    assert (shown[0].original.width, shown[0].original.height) == (400, 300)
    post_id = actions.publish_draft(draft_id=draft_id, now=stage.now, by=lin)
    assert [one.width for one in queries.post(post_id, None, stage.now).pictures] == [150]


def test_s02_a_draft_takes_own_pictures_and_crops_that_can_be_made(stage: Stage) -> None:
    lin, other, product = stage.expert("tea"), stage.person(), stage.product(stage.shop())
    with pytest.raises(actions.NotYourPicture):
        keep(stage, lin, product, pictures=[NewPicture(picture(stage, other), Crop(), "")])
    mine = picture(stage, lin)
    for crop in (Crop("round"), Crop(x=101), Crop(y=-1), Crop(zoom=99), Crop(zoom=401)):
        with pytest.raises(BadCrop):
            keep(stage, lin, product, pictures=[NewPicture(mine, crop, "")])
    with pytest.raises(actions.TooManyPictures):
        keep(stage, lin, product, pictures=[NewPicture(mine, Crop(), "")] * 2)
    with pytest.raises(catalog_queries.PictureUnknown):
        catalog_actions.crop_picture(mine, Crop("square"), alt="", now=stage.now, by=other)
    assert (Draft.objects.count(), DraftPicture.objects.count()) == (0, 0)


def test_a_published_draft_is_gone_and_cannot_be_kept_or_published_again(stage: Stage) -> None:
    lin, product = stage.expert("tea"), stage.product(stage.shop())
    draft_id = keep(stage, lin, product)
    post_id = actions.publish_draft(draft_id=draft_id, now=stage.now, by=lin)
    assert queries.post(post_id, None, stage.now).reason == SAID.reason
    for deed in (
        lambda: actions.publish_draft(draft_id=draft_id, now=stage.now, by=lin),
        lambda: keep(stage, lin, product, draft=draft_id),
    ):
        with pytest.raises(DraftUnknown):
            deed()
    assert (Post.objects.count(), queries.drafts_of(lin).rows) == (1, [])
    assert facts() == ["PostPublished"]


def test_what_cannot_be_published_stays_a_draft(stage: Stage) -> None:
    lin, product = stage.expert("tea"), stage.product(stage.shop())
    draft_id = keep(stage, lin, product, words=replace(SAID, reason="  "))
    with pytest.raises(actions.BadReason):
        actions.publish_draft(draft_id=draft_id, now=stage.now, by=lin)
    with pytest.raises(actions.BadReason):
        actions.schedule_draft(draft_id=draft_id, at=stage.now + HOUR, zone="UTC", now=stage.now, by=lin)
    assert (Post.objects.count(), queries.draft(draft_id, lin).publish_at) == (0, None)


def test_a_scheduled_word_is_published_when_its_time_has_come_and_once(stage: Stage) -> None:
    lin, product = stage.expert("tea"), stage.product(stage.shop())
    draft_id = keep(stage, lin, product)
    at = stage.now + 2 * HOUR
    actions.schedule_draft(draft_id=draft_id, at=at, zone="Asia/Shanghai", now=stage.now, by=lin)
    assert [(row.publish_at, row.zone) for row in queries.scheduled_of(lin)] == [(at, "Asia/Shanghai")]
    assert jobs.publish_due(at - HOUR, 10) == 0
    assert [jobs.publish_due(at + HOUR, 10) for _twice in range(2)] == [1, 0]
    assert [row.published_at for row in queries.posts_by(lin, None, None, at).rows] == [at + HOUR]
    assert (queries.scheduled_of(lin), queries.drafts_of(lin).rows) == ([], [])
    assert facts() == ["PostScheduled", "PostPublished"]


@pytest.mark.parametrize("hours", [-1, 0, 24 * 367])
def test_a_time_that_is_past_or_too_far_is_refused(stage: Stage, hours: int) -> None:
    lin = stage.expert("tea")
    draft_id = keep(stage, lin, stage.product(stage.shop()))
    with pytest.raises(actions.BadTime):
        actions.schedule_draft(draft_id=draft_id, at=stage.now + hours * HOUR, zone="UTC", now=stage.now, by=lin)
    assert queries.scheduled_of(lin) == []


def test_a_cancelled_time_publishes_nothing(stage: Stage) -> None:
    lin = stage.expert("tea")
    draft_id = keep(stage, lin, stage.product(stage.shop()))
    actions.schedule_draft(draft_id=draft_id, at=stage.now + HOUR, zone="UTC", now=stage.now, by=lin)
    for _twice in range(2):
        actions.cancel_schedule(draft_id=draft_id, now=stage.now, by=lin)
    assert jobs.publish_due(stage.now + 2 * HOUR, 10) == 0
    assert queries.draft(draft_id, lin).words == SAID
    assert facts() == ["PostScheduled", "ScheduleEnded"]


def test_thrown_away_is_gone(stage: Stage) -> None:
    lin = stage.expert("tea")
    draft_id = keep(stage, lin, stage.product(stage.shop()), pictures=[NewPicture(picture(stage, lin), Crop(), "")])
    actions.schedule_draft(draft_id=draft_id, at=stage.now + HOUR, zone="UTC", now=stage.now, by=lin)
    actions.throw_away_draft(draft_id=draft_id, now=stage.now, by=lin)
    assert (Draft.objects.count(), DraftPicture.objects.count()) == (0, 0)
    assert facts() == ["PostScheduled", "ScheduleEnded"]


def test_i35_a_draft_of_a_closed_account_does_not_hold_up_the_others(stage: Stage) -> None:
    """Red without author__is_active in due_drafts: PersonUnknown, and nothing was published any more."""
    lin, other, shop = stage.expert("tea"), stage.expert("tea"), stage.shop()
    for author in (lin, other):
        draft_id = keep(stage, author, stage.product(shop))
        actions.schedule_draft(draft_id=draft_id, at=stage.now + HOUR, zone="UTC", now=stage.now, by=author)
    people_actions.erase_person(person_id=lin, now=stage.now, by=lin)
    assert jobs.publish_due(stage.now + HOUR, 10) == 1
    assert Post.objects.get().author_id == other


@pytest.mark.parametrize("lost", ["product", "field"])
def test_what_cannot_be_published_any_more_becomes_a_draft_again_with_the_reason(stage: Stage, lost: str) -> None:
    lin, other = stage.expert("tea"), stage.expert("tea")
    shop = stage.shop()
    product, fine = stage.product(shop, title="Longjing"), stage.product(shop)
    first, second = keep(stage, lin, product), keep(stage, other, fine)
    for author, draft_id in ((lin, first), (other, second)):
        actions.schedule_draft(draft_id=draft_id, at=stage.now + HOUR, zone="UTC", now=stage.now, by=author)
    if lost == "product":
        catalog_actions.withdraw_product(product, reason="Gone.", now=stage.now, by=None)
        wrong = "Longjing cannot be recommended now"
    else:
        people_actions.withdraw_credential(person_id=lin, topic="tea", reason="Untrue.", now=stage.now, by=None)
        wrong = "You are not certified in this field yet."
    later = stage.now + 2 * HOUR
    assert [jobs.publish_due(later, 10) for _twice in range(2)] == [2, 0]
    found = queries.draft(first, lin)
    assert (found.words, found.publish_at) == (SAID, None)
    assert found.refused.startswith(wrong)
    assert Post.objects.get().author_id == other
    keep(stage, lin, fine, draft=first)
    assert queries.draft(first, lin).refused == ""
