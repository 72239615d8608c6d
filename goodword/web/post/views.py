"""Reading a recommendation, keeping it, and talking about it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodword.kit import clock
from goodword.kit.refusals import Refusal
from goodword.social import actions as social
from goodword.web.post import pages
from goodword.web.shell.asks import maybe_id, reader
from goodword.web.shell.doors import back, signed_in


@require_safe
def post(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """The recommendation, with its product in a sheet."""
    chosen = maybe_id(request.GET, "product")
    page = pages.post(post_id, reader(request), clock.now(), product_id=chosen, cursor=request.GET.get("cursor"))
    return render(request, "post/page.html", {"page": page})


@require_safe
def sheet(request: HttpRequest, post_id: UUID, product_id: UUID) -> HttpResponse:
    """One product of it as a fragment that slides over a wall; for who opens the address itself, the whole page."""
    if "X-Sheet" not in request.headers:
        return redirect("post", post_id)
    page = pages.sheet(post_id, product_id, reader(request), clock.now())
    return render(request, "post/sheet.html", {"page": page})


@require_POST
@signed_in
def save(request: HttpRequest, person: UUID, post_id: UUID) -> HttpResponse:
    """Keeps the recommendation for later, or no longer."""
    saving = not request.POST.get("undo")
    act = social.save_post if saving else social.unsave_post
    act(person_id=person, post_id=post_id, now=clock.now(), by=person)
    if getattr(request, "htmx", False):
        return render(request, "post/saved.html", {"post_id": post_id, "saved": saving})
    return back(request)


@require_POST
@signed_in
def comment(request: HttpRequest, person: UUID, post_id: UUID) -> HttpResponse:
    """Says something below it; on refusal the page comes back with what was typed."""
    now, text = clock.now(), request.POST.get("text", "")
    answered = maybe_id(request.POST, "answer_to")
    try:
        social.comment(post_id=post_id, author_id=person, text=text, answer_to=answered, now=now, by=person)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        page = pages.post(post_id, person, now, typed=text, error=str(refusal))
        return render(request, "post/page.html", {"page": page}, status=refusal.status)
    return redirect(f"{redirect('post', post_id).url}#comments")


@require_POST
@signed_in
def remove_comment(request: HttpRequest, person: UUID, post_id: UUID, comment_id: UUID) -> HttpResponse:
    """Removes one's own comment, or one below one's own words, and says why."""
    social.remove_comment(comment_id=comment_id, reason=request.POST.get("reason", ""), now=clock.now(), by=person)
    return redirect(f"{redirect('post', post_id).url}#comments")
