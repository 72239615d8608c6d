"""Putting in a word: what is refused, what is kept, what is told (rows 2 to 5, 13; S-64, S-66, I-29, G11)."""

from dataclasses import MISSING, fields
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from goodword.catalog import actions as catalog_actions
from goodword.journal.models import Entry
from goodword.kit.refusals import Refusal
from goodword.partners import actions as partners_actions
from goodword.people import actions as people_actions
from goodword.social import actions, queries
from goodword.social.models import Post, PostEdit, PostProduct, PostWithdrawal
from goodword.social.tests.stage import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(stage: Stage) -> UUID:
    return stage.shop(rate_bp=500)


@pytest.fixture
def tea(stage: Stage, shop: UUID) -> UUID:
    return stage.product(shop, title="Longjing")


@pytest.fixture
def lin(stage: Stage) -> UUID:
    return stage.expert("tea")


def written() -> tuple[int, int, int]:
    told = Entry.objects.filter(name__startswith="social")
    return Post.objects.count(), PostProduct.objects.count(), told.count()


def refused(stage: Stage, kind: type[Refusal], *args: UUID, **more: object) -> Refusal:
    before = (
        Post.objects.count(),
        PostProduct.objects.count(),
        Entry.objects.filter(name__startswith="social").count(),
    )
    with pytest.raises(kind) as caught:
        stage.post(*args, **more)
    assert written() == before
    return caught.value


def test_an_expert_puts_in_a_word_and_everybody_reads_it(stage: Stage, lin: UUID, tea: UUID, now: datetime) -> None:
    other = stage.product(stage.shop(), title="Cup", stock=0)
    picture = stage.picture(lin)
    post_id = stage.post(
        lin, tea, other, reason="  Spring in a cup. ", reason_type="tested", evidence="Ten cups.", pictures=[picture]
    )
    post = queries.post(post_id, None, now)
    assert (post.reason, post.reason_type, post.evidence, post.topic) == (
        "Spring in a cup.",
        "tested",
        "Ten cups.",
        "tea",
    )
    assert [(card.title, card.available) for card in post.products] == [("Longjing", 5), ("Cup", 0)]
    assert [one.alt for one in post.pictures] == ["A cup"]
    assert (post.author.id, post.published_at, post.edited_at) == (lin, now, None)
    assert (post.saves, post.comments, post.saved, post.own, post.withdrawn_for) == (0, 0, False, False, None)
    assert Entry.objects.get(subject=post_id).payload == {
        "post_id": str(post_id),
        "author_id": str(lin),
        "topic": "tea",
        "product_ids": [str(tea), str(other)],
    }


def test_only_the_certified_put_in_a_word(stage: Stage, lin: UUID, tea: UUID) -> None:
    refused(stage, actions.NotCertified, stage.person(), tea)
    refused(stage, actions.NotCertified, lin, tea, topic=stage.topic("books"))
    people_actions.withdraw_credential(person_id=lin, topic="tea", reason="Untrue claims.", now=stage.now, by=None)
    refused(stage, actions.NotCertified, lin, tea)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ({"reason": ""}, actions.BadReason),
        ({"reason": "  "}, actions.BadReason),
        ({"reason": "x" * 10_001}, actions.BadReason),
        ({"reason": "x\0y"}, actions.BadReason),
        ({"reason_type": "paid"}, actions.ReasonTypeUnknown),
        ({"reason_type": "tested", "evidence": ""}, actions.BadEvidence),
        ({"reason_type": "expert", "evidence": " "}, actions.BadEvidence),
        ({"evidence": "x" * 2_001}, actions.BadEvidence),
    ],
)
def test_words_that_cannot_stand_are_refused(
    stage: Stage, lin: UUID, tea: UUID, words: dict[str, str], kind: type[Refusal]
) -> None:
    refused(stage, kind, lin, tea, **words)


def test_the_longest_reason_is_kept(stage: Stage, lin: UUID, tea: UUID, now: datetime) -> None:
    assert queries.post(stage.post(lin, tea, reason="x" * 10_000), None, now).reason == "x" * 10_000


def test_one_to_nine_different_products(stage: Stage, shop: UUID, lin: UUID, tea: UUID, now: datetime) -> None:
    many = [stage.product(shop) for _ in range(10)]
    refused(stage, actions.WrongProducts, lin)
    refused(stage, actions.WrongProducts, lin, *many)
    refused(stage, actions.WrongProducts, lin, tea, tea)
    refused(stage, actions.WrongProducts, lin, tea, uuid4())
    assert len(queries.post(stage.post(lin, *many[:9]), None, now).products) == 9


def test_only_what_partner_shops_sell_and_the_refusal_names_it(stage: Stage, lin: UUID, tea: UUID, shop: UUID) -> None:
    unknown = stage.product(stage.shop(standing=False), title="Grey goods")
    assert refused(stage, actions.NotRecommendable, lin, tea, unknown).facts == {"product": "Grey goods"}
    catalog_actions.withdraw_product(tea, reason="Recalled.", now=stage.now, by=None)
    assert refused(stage, actions.NotRecommendable, lin, tea).facts == {"product": "Longjing"}
    catalog_actions.relist_product(tea, now=stage.now, by=None)
    partners_actions.suspend_shop(shop, reason="Complaints.", now=stage.now, by=None)
    assert refused(stage, actions.NotRecommendable, lin, tea).facts == {"product": "Longjing"}


def test_s66_the_author_cannot_be_the_shop(stage: Stage, lin: UUID, tea: UUID, shop: UUID) -> None:
    partners_actions.add_staff(shop, lin, role="packer", now=stage.now, by=None)
    assert refused(stage, actions.OwnShop, lin, tea).facts == {"product": "Longjing"}


def test_s66_one_live_post_per_author_and_product(stage: Stage, lin: UUID, tea: UUID, now: datetime) -> None:
    first = stage.post(lin, tea)
    assert refused(stage, actions.AlreadyRecommended, lin, tea).facts == {"product": "Longjing"}
    stage.post(stage.expert("tea"), tea)
    actions.withdraw_post(post_id=first, reason="I changed my mind.", now=now, by=lin)
    second = stage.post(lin, tea)
    assert [post.id for post in queries.posts_by(lin, None, None, now).rows] == [second]


def test_pictures_are_the_author_s_own_and_few(stage: Stage, lin: UUID, tea: UUID) -> None:
    own = [stage.picture(lin) for _ in range(10)]
    refused(stage, actions.NotYourPicture, lin, tea, pictures=[stage.picture(stage.person())])
    refused(stage, actions.NotYourPicture, lin, tea, pictures=[uuid4()])
    refused(stage, actions.TooManyPictures, lin, tea, pictures=own)
    refused(stage, actions.TooManyPictures, lin, tea, pictures=[own[0], own[0]])


def test_i29_no_view_of_a_post_comes_without_its_disclosure(
    stage: Stage, lin: UUID, tea: UUID, shop: UUID, now: datetime
) -> None:
    """The rate is read from the terms at the moment of reading; nobody types it, and a post cannot be made without."""
    plain = stage.product(stage.shop())
    post_id = stage.post(lin, plain, tea, free_sample=True)
    stage.rate(shop, 900, tea)
    stage.now += timedelta(days=1)
    stage.rate(shop, 0, tea)
    actions.save_post(person_id=lin, post_id=post_id, now=now, by=lin)
    shelf = actions.open_shelf(person_id=lin, title="Spring", now=now, by=lin)
    actions.put_on_shelf(shelf_id=shelf, product_id=tea, position=0, now=now, by=lin)
    views = [
        queries.post(post_id, None, now),
        *queries.posts_by(lin, None, None, now).rows,
        *queries.own_posts(lin, None, now).rows,
        *queries.posts_about(None, None, now, product_id=tea).rows,
        *queries.posts_about(None, None, now, shop_id=shop).rows,
        *queries.saved_by(lin, None, now).rows,
    ]
    assert len(views) == 6
    for view in views:
        assert view.disclosure.rates == ((plain, 0), (tea, 900))
        assert (view.disclosure.rate_bp, view.disclosure.free_sample, view.disclosure.needed) == (900, True, True)
    (pick,) = queries.showcase(lin, None, now)[0].picks
    assert (pick.disclosure.rate_bp, pick.disclosure.needed) == (900, True)
    later = queries.post(post_id, None, stage.now).disclosure
    assert (later.rate_bp, later.needed) == (0, True)
    must = {one.name for one in fields(queries.PostView) if one.default is MISSING and one.default_factory is MISSING}
    assert "disclosure" in must


def test_edits_keep_history_and_the_same_words_are_no_edit(stage: Stage, lin: UUID, tea: UUID, now: datetime) -> None:
    post_id = stage.post(lin, tea, reason="First.")
    later = now + timedelta(hours=1)
    words = {"reason": "Second.", "reason_type": "expert", "evidence": "I blend it.", "free_sample": True}
    actions.edit_post(post_id=post_id, **words, now=later, by=lin)
    actions.edit_post(post_id=post_id, **words, now=later + timedelta(hours=1), by=lin)
    post = queries.post(post_id, None, later)
    assert (post.reason, post.reason_type, post.evidence, post.edited_at) == ("Second.", "expert", "I blend it.", later)
    assert post.disclosure.free_sample
    assert queries.edits(post_id, None) == [queries.EditView("First.", "used", "", False, later)]
    assert Entry.objects.filter(name="social.PostEdited").count() == 1


def test_s66_only_the_author_edits_and_a_sample_cannot_be_unsaid(
    stage: Stage, lin: UUID, tea: UUID, now: datetime
) -> None:
    post_id = stage.post(lin, tea, free_sample=True)
    words = {"post_id": post_id, "reason": "Other.", "reason_type": "used", "evidence": "", "now": now}
    with pytest.raises(actions.NotYourPost):
        actions.edit_post(**words, free_sample=True, by=stage.person())
    with pytest.raises(actions.NotYourPost):
        actions.edit_post(**words, free_sample=True, by=None)
    with pytest.raises(actions.SampleStays):
        actions.edit_post(**words, free_sample=False, by=lin)
    with pytest.raises(actions.BadReason):
        actions.edit_post(**{**words, "reason": ""}, free_sample=True, by=lin)
    assert queries.post(post_id, None, now).reason == "It tastes of spring."
    assert PostEdit.objects.count() == 0


def test_s64_products_cannot_be_swapped_after_publishing(stage: Stage, shop: UUID, lin: UUID, tea: UUID) -> None:
    """Red without the trigger of migration 0002."""
    post_id, other = stage.post(lin, tea), stage.product(shop)
    for change in ({"product_id": other}, {"author_id": stage.person()}, {"post_id": stage.post(lin, other)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PostProduct.objects.filter(post_id=post_id).update(**change)
    assert queries.attribution(post_id, tea) == lin
    assert queries.attribution(post_id, other) is None


def test_withdrawing_leaves_who_when_and_why(stage: Stage, lin: UUID, tea: UUID, now: datetime) -> None:
    post_id = stage.post(lin, tea)
    with pytest.raises(actions.NotYourPost):
        actions.withdraw_post(post_id=post_id, reason="I do not like it.", now=now, by=stage.person())
    with pytest.raises(actions.WhyMissing):
        actions.withdraw_post(post_id=post_id, reason=" ", now=now, by=lin)
    assert queries.post(post_id, None, now).withdrawn_for is None
    actions.withdraw_post(post_id=post_id, reason="I was wrong.", now=now, by=lin)
    kept = PostWithdrawal.objects.get()
    assert (kept.post_id, kept.reason, kept.by, kept.at) == (post_id, "I was wrong.", lin, now)
    with pytest.raises(actions.AlreadyWithdrawn):
        actions.withdraw_post(post_id=post_id, reason="Again.", now=now, by=lin)
    with pytest.raises(actions.AlreadyWithdrawn):
        actions.edit_post(
            post_id=post_id, reason="x", reason_type="used", evidence="", free_sample=False, now=now, by=lin
        )


def test_s74_a_withdrawn_post_is_hidden_from_all_but_its_author(
    stage: Stage, shop: UUID, lin: UUID, tea: UUID, now: datetime
) -> None:
    post_id, reader = stage.post(lin, tea), stage.person()
    actions.save_post(person_id=reader, post_id=post_id, now=now, by=reader)
    operator = stage.person()
    people_actions.grant_role(person_id=operator, role="operator", now=now, by=None)
    actions.withdraw_post(post_id=post_id, reason="Untrue.", now=now, by=operator)
    for asker in (None, reader):
        with pytest.raises(queries.PostUnknown):
            queries.post(post_id, asker, now)
        with pytest.raises(queries.PostUnknown):
            queries.edits(post_id, asker)
        with pytest.raises(queries.PostUnknown):
            queries.comments(post_id, asker)
    with pytest.raises(queries.PostUnknown):
        actions.withdraw_post(post_id=post_id, reason="Mine.", now=now, by=reader)
    assert queries.post(post_id, lin, now).withdrawn_for == "Untrue."
    assert [post.id for post in queries.own_posts(lin, None, now).rows] == [post_id]
    empty = [
        queries.posts_by(lin, None, reader, now),
        queries.posts_about(None, reader, now, product_id=tea),
        queries.posts_about(None, reader, now, shop_id=shop),
        queries.saved_by(reader, None, now),
    ]
    assert [list(page.rows) for page in empty] == [[], [], [], []]
