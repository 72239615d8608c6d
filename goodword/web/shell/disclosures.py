"""What stands behind a word, in sentences made from the books and never typed by its author (L7, G11)."""

from django.utils.translation import gettext as _

from goodword.web.shell.say import percent


def disclosure_of(name: str, rate_bp: int, *, free_sample: bool) -> str:
    """What the author gets if the reader buys; `rate_bp` is the commission now, in basis points."""
    sentences = [_("%(name)s was given this for free.") % {"name": name}] if free_sample else []
    if rate_bp:
        earned = _("%(name)s earns %(rate)s of what you pay if you keep it. You pay the shop’s own price.")
        sentences.append(earned % {"name": name, "rate": percent(rate_bp)})
    else:
        sentences.append(_("%(name)s earns nothing if you buy it.") % {"name": name})
    return " ".join(sentences)


def claim_of(reason_type: str) -> str:
    """Where the author's reason comes from, told of them."""
    return {"used": _("Has used it"), "tested": _("Has tested it"), "expert": _("Knows the field")}[reason_type]
