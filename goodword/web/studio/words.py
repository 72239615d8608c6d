"""Choosing what a word is about; changing a word, taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodword.kit import clock
from goodword.kit.refusals import Refusal
from goodword.social import actions as social
from goodword.social.queries import PostView
from goodword.web.shell.asks import maybe_id
from goodword.web.shell.doors import attempt
from goodword.web.studio import choosing
from goodword.web.studio import word as pages
from goodword.web.studio.doors import expert
from goodword.web.studio.forms import WhyForm, WordForm

LINK_LENGTH = 500  # of a pasted link


@require_safe
@expert
def choose(request: HttpRequest, person: UUID) -> HttpResponse:
    """The first step: what the word is about. A pasted link of this site leads to its products."""
    asked, now = request.GET, clock.now()
    ids, text = choosing.chosen_ids(asked), asked.get("q", "").strip()[:LINK_LENGTH]
    draft = str(maybe_id(asked, "draft") or "")
    try:
        link = choosing.linked(text, request, person, now)
    except Refusal as refusal:
        page = choosing.choose(ids, "", None, now, draft=draft)
        told = {"page": page, "error": refusal, "text": text}
        return render(request, "studio/choose.html", told, status=refusal.status)
    if link and len(link.products) == 1 and link.products[0] not in ids:
        return redirect(choosing.address("studio-choose", [*ids, *link.products], draft=draft))
    page = choosing.choose(ids, text, asked.get("cursor"), now, draft=draft, link=link)
    return render(request, "studio/choose.html", {"page": page, "error": None, "text": text})


@require_http_methods(["GET", "HEAD", "POST"])
@expert
def word(request: HttpRequest, person: UUID, post_id: UUID) -> HttpResponse:
    """One of the expert's own words, to read and to change."""
    now = clock.now()
    page = pages.word(person, post_id, now)
    form = WordForm(request.POST) if request.method == "POST" else WordForm(initial=_initial(page.post))
    refusal = None
    if form.is_valid():
        said = {key: form.cleaned_data[key] for key in ("reason", "reason_type", "evidence", "free_sample")}
        refusal = attempt(lambda: social.edit_post(post_id=post_id, now=now, by=person, **said))
        if refusal is None:
            messages.success(request, _("Changed. What stood there before stays readable."))
            return redirect("studio-word", post_id)
    return _form(request, "studio/word.html", form, refusal, {"page": page, "why": WhyForm()})


@require_POST
@expert
def withdrawal(request: HttpRequest, person: UUID, post_id: UUID) -> HttpResponse:
    """Takes a word back, and says why."""
    now, why = clock.now(), WhyForm(request.POST)
    page, reason = pages.word(person, post_id, now), request.POST.get("why", "")
    refusal = attempt(lambda: social.withdraw_post(post_id=post_id, reason=reason, now=now, by=person))
    if refusal is None:
        messages.success(request, _("Taken back. It has left every wall."))
        return redirect("studio-word", post_id)
    form = WordForm(initial=_initial(page.post))
    return _form(request, "studio/word.html", form, refusal, {"page": page, "why": why})


def _initial(post: PostView) -> dict[str, object]:
    return {
        "reason": post.reason,
        "reason_type": post.reason_type,
        "evidence": post.evidence,
        "free_sample": post.disclosure.free_sample,
    }


def _form(request: HttpRequest, template: str, form: WordForm, refusal: Any, told: dict[str, Any]) -> HttpResponse:
    status = refusal.status if refusal else 422 if form.errors else 200
    told |= {
        "errors": {name: sentences[0] for name, sentences in form.errors.items()},
        "form": form,
        "error": refusal,
        "kinds": pages.reason_types(),
    }
    return render(request, template, told, status=status)
