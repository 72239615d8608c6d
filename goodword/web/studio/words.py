"""Putting in a word, changing it, taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodword.catalog import actions as catalog
from goodword.kit import clock
from goodword.kit.limits import POST_PICTURES, TEXT_SHORT
from goodword.social import actions as social
from goodword.social.queries import PostView
from goodword.web.shell.asks import maybe_id
from goodword.web.shell.doors import attempt
from goodword.web.studio import word as pages
from goodword.web.studio.doors import expert
from goodword.web.studio.forms import WhyForm, WordForm, pictures

KEPT = "picture"  # in the form, once for every picture that is kept already


@require_safe
@expert
def choose(request: HttpRequest, person: UUID) -> HttpResponse:
    """The first step: what the word is about. A pasted link of this site chooses its product at once."""
    ids, text = pages.chosen_ids(request.GET), request.GET.get("q", "").strip()[:TEXT_SHORT]
    linked = pages.linked_product(text, request)
    if linked:
        return redirect(pages.address("studio-choose", [*ids, linked]))
    page = pages.choose(ids, text, request.GET.get("cursor"), clock.now())
    return render(request, "studio/choose.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@expert
def write(request: HttpRequest, person: UUID) -> HttpResponse:
    """The second step: the word itself. On a refusal all that was typed and every picture comes back."""
    sent = request.method == "POST"
    form, ids = WordForm(request.POST if sent else None), pages.chosen_ids(request.POST if sent else request.GET)
    if not sent and not ids:
        return redirect("studio-choose")
    kept = _kept(request)
    refusal = None
    if sent:
        refusal = attempt(lambda: kept.extend(_keep(request, person, len(kept))))
    if form.is_valid() and refusal is None:
        refusal = attempt(lambda: _publish(request, person, ids, kept, form.cleaned_data))
        if refusal is None:
            messages.success(request, _("Your word stands. Who follows you will read it."))
            return redirect("studio")
    told = {"page": pages.write(person, ids, clock.now()), "kept": kept}
    return _form(request, "studio/write.html", form, refusal, told)


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


def _kept(request: HttpRequest) -> list[UUID]:
    ids = (maybe_id({KEPT: text}, KEPT) for text in request.POST.getlist(KEPT)[:POST_PICTURES])
    return [one for one in ids if one]


def _keep(request: HttpRequest, person: UUID, kept: int) -> list[UUID]:
    """The pictures of this request, kept; they belong to nothing until the word stands."""
    alt = request.POST.get("alt", "").strip()[:TEXT_SHORT]
    return [catalog.keep_picture(data, alt=alt, now=clock.now(), by=person) for data in pictures(request.FILES, kept)]


def _publish(request: HttpRequest, person: UUID, ids: list[UUID], kept: list[UUID], said: dict[str, Any]) -> UUID:
    return social.publish_post(
        author_id=person,
        topic=said["topic"],
        reason=said["reason"],
        reason_type=said["reason_type"],
        evidence=said["evidence"],
        product_ids=ids,
        pictures=kept,
        free_sample=said["free_sample"],
        now=clock.now(),
        by=person,
    )


def _initial(post: PostView) -> dict[str, object]:
    return {
        "reason": post.reason,
        "reason_type": post.reason_type,
        "evidence": post.evidence,
        "free_sample": post.disclosure.free_sample,
    }


def _form(request: HttpRequest, template: str, form: WordForm, refusal: Any, told: dict[str, Any]) -> HttpResponse:
    status = refusal.status if refusal else 422 if form.errors else 200
    told |= {"form": form, "error": refusal, "kinds": pages.reason_types()}
    return render(request, template, told, status=status)
