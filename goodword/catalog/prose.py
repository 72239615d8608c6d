"""Descriptions as plain text and back: paragraphs, line breaks and simple lists. Pure.

A shop types plain text; what is kept is HTML (rules.clean_html). A blank line begins a paragraph, lines that begin
with `- ` or `1. ` are a list. Richer HTML, as catalogue files bring it, has no plain text that gives it back.
"""

import re
from html import escape, unescape

from goodword.catalog.rules import clean_html

BULLET = re.compile(r"[-*•]\s+(?=\S)")
NUMBER = re.compile(r"\d{1,3}[.)]\s+(?=\S)")
BREAK = re.compile(r"<br\s*/?>")
BLOCK = re.compile(r"<(p|ul|ol)>(.*?)</\1>", re.DOTALL)
ITEM = re.compile(r"<li>(.*?)</li>", re.DOTALL)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
TAG = re.compile(r"<[^>]*>")
BETWEEN = re.compile(r">\s+<")


def html_of(text: str) -> str:
    """The clean HTML of a plain text: every sign of it is text, never markup."""
    lines = [" ".join(CONTROL.sub(" ", line).split()) for line in text.splitlines()]
    blocks = re.split(r"\n\n+", "\n".join(lines).strip("\n"))
    return clean_html("".join(_block(block.split("\n")) for block in blocks if block))


def _block(lines: list[str]) -> str:
    for tag, mark in (("ul", BULLET), ("ol", NUMBER)):
        if all(mark.match(line) for line in lines):
            items = "".join(f"<li>{escape(mark.sub('', line, count=1), quote=False)}</li>" for line in lines)
            return f"<{tag}>{items}</{tag}>"
    return f"<p>{'<br>'.join(escape(line, quote=False) for line in lines)}</p>"


def text_of(html: str) -> str:
    """The words of clean HTML as plain text; what only markup said (bold, headings) is left out."""
    html = re.sub(r"<(/?)h[34]>", r"<\1p>", BETWEEN.sub("><", html.strip()))
    blocks, end = [], 0
    for found in BLOCK.finditer(html):
        blocks += [html[end : found.start()], _told(found[1], found[2])]
        end = found.end()
    told = [_words(block) for block in [*blocks, html[end:]]]
    return "\n\n".join(block for block in told if block)


def _told(tag: str, inner: str) -> str:
    if tag == "p":
        return inner
    items = ITEM.findall(inner)
    marks = ["- "] * len(items) if tag == "ul" else [f"{place}. " for place in range(1, len(items) + 1)]
    return "<br>".join(f"{mark}{item}" for mark, item in zip(marks, items, strict=True))


def _words(html: str) -> str:
    lines = BREAK.sub("\n", re.sub(r"\s+", " ", html)).split("\n")
    return "\n".join(unescape(TAG.sub("", line)).strip() for line in lines).strip()


def is_plain(html: str) -> bool:
    """Whether nothing of this clean HTML is lost when it is edited as plain text."""
    kept = clean_html(html)
    return _even(html_of(text_of(kept))) == _even(kept) or "<" not in kept


def _even(html: str) -> str:
    return re.sub(r"\s+", " ", BREAK.sub("<br>", BETWEEN.sub("><", html.strip())))
