"""A shop's statements, and where its money goes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from goodword.kit import clock
from goodword.web.console.doors import SELLERS, Counter, staff
from goodword.web.shell import payouts, statements


@require_safe
@staff(*SELLERS)
def statement(request: HttpRequest, at: Counter) -> HttpResponse:
    """A month's movements of money."""
    return render(request, "console/statement.html", {"at": at, "page": _statement(request, at)})


@require_safe
@staff(*SELLERS)
def statement_file(request: HttpRequest, at: Counter) -> HttpResponse:
    """The same as a file."""
    return statements.as_file(_statement(request, at))


@require_http_methods(["GET", "HEAD", "POST"])
@staff("owner")
def account(request: HttpRequest, at: Counter) -> HttpResponse:
    """Where payouts go. What is set is not shown again: only that there is one."""
    shop, told = at.shop, {"at": at}
    return payouts.account(
        request, "console/account.html", payee=shop.id, by=at.person, currencies=[shop.currency], told=told
    )


def _statement(request: HttpRequest, at: Counter) -> statements.Page:
    shop = at.shop
    owner = statements.Owner(
        "shop", shop.id, [shop.currency], "console-statement", "console-statement-file", (shop.slug,)
    )
    return statements.statement(owner, request, clock.now())
