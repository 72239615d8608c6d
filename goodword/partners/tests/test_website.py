"""The shop's own website: the only foreign address that a page of ours leads to."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from goodword.journal.models import Entry
from goodword.partners import actions, queries
from goodword.partners.models import Shop
from goodword.partners.rules import BadWebsite, website_host

Open = Callable[..., UUID]
HOSTILE = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "%2F%2Fevil.example",
    "/web/%2Fevil.example",
    "https:/evil.example",
    "https:evil.example",
    "https:///evil.example",
    "https:\\\\evil.example",
    "http://evil.example/",
    "HTTPS://evil.example/",
    "ftp://evil.example/",
    "javascript:alert(1)",
    "javascript://evil.example/%0aalert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "ht\ntps://evil.example/",
    "https://evil.example/\r\nLocation: https://worse.example/",
    "https://evil.example/\t",
    "https://evil.example/\x00",
    " https://evil.example/",
    "https://good.example@evil.example/",
    "https://user:secret@evil.example/",
    "https://@evil.example/",
    "https://good.example\\@evil.example/",
    "https://evil.example:8443/",
    "https://evil.example:80/",
    "https://evil.example:x/",
    "https://[::1/",
    "https://[::1]/",
    "https://127.0.0.1/",
    "https://0x7f.1/",
    "https://localhost/",
    "https://admin.internal/",
    "https://%65vil.example/",
    "https://еvil.example/",
    "https://evil.example./",
    "https://evil.example/" + "x" * 300,
]


@pytest.mark.parametrize(
    ("website", "host"),
    [
        ("https://meijiawu.example", "meijiawu.example"),
        ("https://Meijiawu.example:443/tea?kind=green#top", "meijiawu.example"),
        ("https://xn--fiqs8s.example/", "xn--fiqs8s.example"),
        ("https://meijiawu.example/@tea", "meijiawu.example"),
    ],
)
def test_s16_a_website_is_read_once(website: str, host: str) -> None:
    assert website_host(website) == host


@pytest.mark.django_db
@pytest.mark.parametrize("website", HOSTILE)
def test_s16_a_hostile_website_is_kept_nowhere(open_shop: Open, now: datetime, website: str) -> None:
    """Red without check_website."""
    shop_id = open_shop(website="https://meijiawu.example/")
    told = Entry.objects.count()
    with pytest.raises(BadWebsite), transaction.atomic():
        open_shop("other", website=website)
    with pytest.raises(BadWebsite):
        actions.change_shop(shop_id, changes={"website": website}, now=now, by=uuid4())
    assert (queries.shop(shop_id).website, Shop.objects.count()) == ("https://meijiawu.example/", 1)
    assert Entry.objects.count() == told


@pytest.mark.django_db
def test_a_shop_names_its_website_and_takes_it_away(open_shop: Open, now: datetime) -> None:
    shop_id = open_shop()
    assert queries.shop(shop_id).website == ""
    for website in ("https://meijiawu.example/", ""):
        actions.change_shop(shop_id, changes={"website": website}, now=now, by=uuid4())
        assert queries.shop(shop_id).website == website


@pytest.mark.django_db
def test_s16_the_database_keeps_no_other_scheme(open_shop: Open) -> None:
    shop_id = open_shop()
    with pytest.raises(IntegrityError), transaction.atomic():
        Shop.objects.filter(id=shop_id).update(website="javascript:alert(1)")
