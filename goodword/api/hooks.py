"""Where payment providers send their notices (S-20)."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from goodword.api.problems import refused
from goodword.kit.clock import now
from goodword.kit.limits import NOTICE_BYTES
from goodword.kit.refusals import Refusal
from goodword.payments import actions as payments_actions


class NoticeTooLong(Refusal):
    """A notice has an end."""

    status = 413
    code = "api.notice_too_long"
    sentence = _("This notice is too long. At most %(bytes)s bytes are read.")


@csrf_exempt  # signed by the sender; no cookie is read
@require_POST
def take_notice(request: HttpRequest, provider: str) -> HttpResponse:
    """Takes one notice: 204 when what it says is committed, problem+json when it is refused.

    The raw body is handed on unread, because the signature is over its bytes.
    """
    try:
        if int(request.headers.get("content-length") or 0) > NOTICE_BYTES:
            raise NoticeTooLong(bytes=NOTICE_BYTES)
        headers = {name.lower(): value for name, value in request.headers.items()}
        payments_actions.take_notice(provider=provider, headers=headers, body=request.body, now=now())
    except Refusal as refusal:
        return refused(request, refusal)
    return HttpResponse(status=204)
