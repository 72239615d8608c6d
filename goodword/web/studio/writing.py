"""Writing a word: the form, its preview, keeping it as a draft, setting a time, publishing."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodword.catalog import actions as catalog
from goodword.catalog.cropping import Crop
from goodword.kit import clock
from goodword.kit.limits import TEXT_SHORT
from goodword.kit.refusals import Refusal
from goodword.social import actions as social
from goodword.social.actions import BadTime, NewPicture
from goodword.social.queries import DraftUnknown
from goodword.web.shell.asks import maybe_id
from goodword.web.shell.doors import attempt
from goodword.web.studio import draft as pages
from goodword.web.studio.choosing import address, chosen_ids
from goodword.web.studio.doors import expert
from goodword.web.studio.forms import pictures
from goodword.web.studio.word import reason_types

TIME = "word_time"  # in the session: the draft last written, and the time and zone that stood in its form
FIELDS = {  # which field a refusal is about
    "social.bad_reason": "reason",
    "social.bad_evidence": "evidence",
    "social.not_certified": "topic",
    "social.bad_time": "at",
}


@require_http_methods(["GET", "HEAD", "POST"])
@expert
def write(request: HttpRequest, person: UUID) -> HttpResponse:
    """The form of a word. Whatever button is pressed, what was typed is kept as a draft first, so nothing is lost."""
    if request.method != "POST":
        return _open(request, person)
    typed = pages.sent(request.POST, clock.now())
    request.session[TIME] = [str(typed.draft_id), typed.at, typed.zone]
    handed = list[NewPicture]()
    refusal = attempt(lambda: handed.extend(_hand_in(request, person, len(typed.pictures))))
    typed = replace(typed, pictures=[*typed.pictures, *handed])
    if refusal is None:
        try:
            refusal = attempt(lambda: _keep(person, typed))
        except DraftUnknown:
            messages.info(request, _("This draft was published or thrown away before."))
            return redirect("studio-drafts")
    if refusal is None:
        deed = DEEDS.get(request.POST.get("do", ""), _stay)
        try:
            return deed(request, person, typed)
        except Refusal as refused:
            refusal = refused
    return _show(request, person, typed, refusal)


@require_POST
@expert
def preview(request: HttpRequest, person: UUID) -> HttpResponse:
    """The word as others will see it, while it is typed. Keeps nothing."""
    now = clock.now()
    page = pages.preview(person, pages.sent(request.POST, now), now)
    return render(request, "studio/preview.html", {"p": page})


@require_safe
@expert
def drafts(request: HttpRequest, person: UUID) -> HttpResponse:
    """Words that are begun, and those that publish themselves."""
    return render(request, "studio/drafts.html", {"page": pages.drafts(person, request.GET.get("cursor"))})


@require_POST
@expert
def removal(request: HttpRequest, person: UUID, draft_id: UUID) -> HttpResponse:
    """Throws a draft away."""
    social.throw_away_draft(draft_id=draft_id, now=clock.now(), by=person)
    messages.success(request, _("The draft is thrown away."))
    return redirect("studio-drafts")


@require_POST
@expert
def unscheduling(request: HttpRequest, person: UUID, draft_id: UUID) -> HttpResponse:
    """Takes a draft's time back."""
    social.cancel_schedule(draft_id=draft_id, now=clock.now(), by=person)
    messages.success(request, _("The time is taken back; it is a draft again."))
    return redirect("studio-drafts")


def _open(request: HttpRequest, person: UUID) -> HttpResponse:
    ids, draft_id, now = chosen_ids(request.GET), maybe_id(request.GET, "draft"), clock.now()
    if draft_id:
        typed, found = pages.kept(draft_id, person, ids)
        of, at, zone = request.session.get(TIME, ("", "", ""))
        if of == str(draft_id) and at:
            typed = replace(typed, at=at, zone=zone)
        return render(request, "studio/write.html", _told(pages.write(person, typed, now, found), None))
    return _show(request, person, pages.fresh(ids, now), None) if ids else redirect("studio-choose")


def _hand_in(request: HttpRequest, person: UUID, before: int) -> list[NewPicture]:
    """The pictures of this request, kept; they belong to nothing until the draft takes them."""
    alt, now = request.POST.get("alt", "").strip()[:TEXT_SHORT], clock.now()
    kept = [catalog.keep_picture(data, alt=alt, now=now, by=person) for data in pictures(request.FILES, before)]
    return [NewPicture(one, Crop(), alt) for one in kept]


def _keep(person: UUID, typed: pages.Typed) -> None:
    social.keep_draft(
        draft_id=typed.draft_id,
        words=typed.words,
        product_ids=typed.products,
        pictures=typed.pictures,
        now=clock.now(),
        by=person,
    )


def _publish(request: HttpRequest, person: UUID, typed: pages.Typed) -> HttpResponse:
    social.publish_draft(draft_id=typed.draft_id, now=clock.now(), by=person)
    del request.session[TIME]
    messages.success(request, _("Your word stands. Who follows you will read it."))
    return redirect("studio")


def _schedule(request: HttpRequest, person: UUID, typed: pages.Typed) -> HttpResponse:
    at = pages.moment_of(typed)
    if at is None:
        raise BadTime
    social.schedule_draft(draft_id=typed.draft_id, at=at, zone=typed.zone, now=clock.now(), by=person)
    del request.session[TIME]
    messages.success(request, _("The time is set. Until then you can change the word or take the time back."))
    return redirect("studio-drafts")


def _keep_for_later(request: HttpRequest, person: UUID, typed: pages.Typed) -> HttpResponse:
    found = pages.standing(typed.draft_id, person)
    time = pages.time_of(found) if found else ""
    said = _("Kept. It publishes itself on %(time)s.") % {"time": time} if time else _("Kept as a draft.")
    messages.success(request, said)
    return redirect("studio-drafts")


def _choose(request: HttpRequest, person: UUID, typed: pages.Typed) -> HttpResponse:
    return redirect(address("studio-choose", typed.products, draft=str(typed.draft_id)))


def _look(request: HttpRequest, person: UUID, typed: pages.Typed) -> HttpResponse:
    return redirect(address("studio-write", (), draft=str(typed.draft_id)) + "#preview")


def _stay(request: HttpRequest, person: UUID, typed: pages.Typed) -> HttpResponse:
    return redirect(address("studio-write", (), draft=str(typed.draft_id)) + "#pictures")


DEEDS: dict[str, Callable[[HttpRequest, UUID, pages.Typed], HttpResponse]] = {
    "publish": _publish,
    "schedule": _schedule,
    "keep": _keep_for_later,
    "choose": _choose,
    "look": _look,
}


def _show(request: HttpRequest, person: UUID, typed: pages.Typed, refusal: Refusal | None) -> HttpResponse:
    page = pages.write(person, typed, clock.now(), pages.standing(typed.draft_id, person) if refusal else None)
    status = refusal.status if refusal else 200
    return render(request, "studio/write.html", _told(page, refusal), status=status)


def _told(page: pages.WritePage, refusal: Refusal | None) -> dict[str, object]:
    errors = {FIELDS[refusal.code]: str(refusal)} if refusal and refusal.code in FIELDS else {}
    return {"page": page, "error": refusal, "errors": errors, "kinds": reason_types()}
