"""GTINs, earlier prices, descriptions and words: pure."""

import pytest

from goodword.catalog import rules


@pytest.mark.parametrize("gtin", ["96385074", "012345678905", "4006381333931", "00012345600012", "9780306406157"])
def test_a_gtin_with_a_right_check_digit_is_one(gtin: str) -> None:
    assert rules.gtin_ok(gtin)


@pytest.mark.parametrize(
    "gtin", ["96385075", "4006381333932", "400638133393", "", "٤٠٠٦٣٨١٣٣٣٩٣١", "40063813339 1", "x" * 13]
)
def test_s60_anything_else_is_not(gtin: str) -> None:
    assert not rules.gtin_ok(gtin)


def test_a_changed_digit_is_always_found() -> None:
    right = "4006381333931"
    for place in range(13):
        for digit in "0123456789":
            wrong = right[:place] + digit + right[place + 1 :]
            assert rules.gtin_ok(wrong) == (wrong == right)


@pytest.mark.parametrize(
    ("claim", "price", "lowest", "shown"),
    [
        (15000, 10000, 12000, 12000),  # claims more than it ever cost
        (11000, 10000, 12000, 11000),  # claims less than it cost
        (15000, 10000, 10000, None),  # was just as cheap lately
        (15000, 10000, 9000, None),  # was cheaper lately: raise-then-cut
        (15000, 10000, None, None),  # no history, no cut
        (None, 10000, 12000, None),  # claims nothing
        (10000, 10000, 12000, None),  # claims no cut
        (9000, 10000, 12000, None),
    ],
)
def test_l6_the_earlier_price_shown_is_never_above_the_lowest(
    claim: int | None, price: int, lowest: int | None, shown: int | None
) -> None:
    assert rules.was_price(claim, price, lowest) == shown


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<p>Spring <b>tea</b></p>", "<p>Spring <b>tea</b></p>"),
        ("<script>alert(1)</script>tea", "tea"),
        ('<img src=x onerror="alert(1)">tea', "tea"),
        ('<p onclick="x()" style="color:red">tea</p>', "<p>tea</p>"),
        ('<a href="https://elsewhere.example/pay">cheaper here</a>', "cheaper here"),
        ("<iframe src=//x></iframe><svg onload=alert(1)>tea", "tea"),
        ("<style>p{}</style><p>tea</p><!-- -->", "<p>tea</p>"),
        ("<p>tea", "<p>tea</p>"),
    ],
)
def test_s53_a_description_keeps_its_words_and_nothing_that_acts(given: str, kept: str) -> None:
    assert rules.clean_html(given) == kept
    assert rules.clean_html(kept) == kept


def test_words_and_pairs_are_the_tokens() -> None:
    assert rules.search_words("龙井茶 Spring-2026") == " 龙 井 茶 龙井 井茶 spring 2026 "
    assert rules.search_words("ＴＥＡ tea Tea") == " tea "
    assert rules.search_words("") == "  "


def test_a_search_asks_for_words_without_the_plurals_s() -> None:
    assert rules.query_terms("Shoes, 龙井 gas 'OR 1=1 --") == ["shoe", "龙井", "gas", "or", "1"]
    assert len(rules.query_terms(" ".join(map(str, range(100))))) == 8
    assert rules.query_terms("!!! \x00") == []


@pytest.mark.parametrize(
    ("title", "slug"), [("Longjing, 100 g", "longjing-100-g"), ("龙井 茶", "龙井-茶"), ("!!!", "-")]
)
def test_a_title_becomes_an_address(title: str, slug: str) -> None:
    assert rules.slug_of(title) == slug
