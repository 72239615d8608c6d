"""A description typed as plain text, and back again without loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from goodword.catalog.prose import html_of, is_plain, text_of


def test_paragraphs_lines_and_lists_become_simple_html() -> None:
    text = "Picked early.\nDried by hand.\n\n- light\n- sweet\n\n1. warm the pot\n2. pour\n\n5 < 6 & <b>not bold</b>"
    html = html_of(text)
    assert html == (
        "<p>Picked early.<br>Dried by hand.</p><ul><li>light</li><li>sweet</li></ul>"
        "<ol><li>warm the pot</li><li>pour</li></ol><p>5 &lt; 6 &amp; &lt;b&gt;not bold&lt;/b&gt;</p>"
    )
    assert text_of(html) == text
    assert is_plain(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p>A <strong>bold</strong> word</p>",
        "<h3>Care</h3><p>By hand.</p>",
        "<ul><li>one<ul><li>inside</li></ul></li></ul>",
    ],
)
def test_what_plain_text_would_lose_is_known(html: str) -> None:
    assert not is_plain(html)
    assert "<" not in text_of(html)


@pytest.mark.parametrize(
    "html", ["", "One line", "<p>One</p>\n<p>Two</p>", "<ul>\n  <li>a</li>\n</ul>", "<p>a<br/>b</p>"]
)
def test_what_plain_text_keeps_whole_is_known(html: str) -> None:
    assert is_plain(html)


@pytest.mark.parametrize("text", ["<script>x()</script>", "<img src=x onerror=x()>", "&lt;script&gt;", "</p><script>"])
def test_s53_what_is_typed_is_text_and_never_markup(text: str) -> None:
    """Red without escape in _block."""
    html = html_of(text)
    assert "<script" not in html
    assert "<img" not in html
    assert text_of(html) == text


@given(some.text(max_size=300))
def test_s53_any_text_keeps_its_meaning_and_is_safe(text: str) -> None:
    """Editing again what was kept changes nothing more."""
    once = html_of(text)
    assert html_of(text_of(once)) == once
