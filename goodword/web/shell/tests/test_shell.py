"""The frame of every page: language, refusals, headers, money in words."""

from datetime import UTC, datetime

import pytest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path
from django.utils.translation import override

from goodword.kit.refusals import NotFound, Refusal
from goodword.web.shell import refusals, say


class Closed(Refusal):
    status = 409
    code = "test.closed"
    sentence = "The shop closed at %(hour)s. Come back tomorrow."


class Hidden(NotFound):
    status = 404
    code = "test.hidden"
    sentence = "The secret order of somebody else."


def refuse(request: HttpRequest) -> HttpResponse:
    raise Closed(hour="six")


def hide(request: HttpRequest) -> HttpResponse:
    raise Hidden


def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("SELECT secret FROM people")


def echo(request: HttpRequest) -> HttpResponse:
    return JsonResponse([dict(request.GET.lists()), dict(request.POST.lists()), request.COOKIES], safe=False)


urlpatterns = [
    path("echo/", echo),
    path("", include("goodword.web.urls")),
    path("refuse/", refuse),
    path("hide/", hide),
    path("break/", break_down),
]
handler404 = "goodword.web.shell.refusals.not_found"
handler500 = "goodword.web.shell.refusals.server_error"
FORM = "application/x-www-form-urlencoded"
here = override_settings(ROOT_URLCONF=__name__)


@pytest.mark.django_db
@here
def test_a_refusal_is_a_calm_page_with_its_status(client: Client) -> None:
    answer = client.get("/refuse/")
    assert answer.status_code == 409
    assert "The shop closed at six. Come back tomorrow." in answer.content.decode()
    assert answer["X-Request-Id"] in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.django_db
@here
def test_a_refusal_of_an_htmx_request_is_a_note_above_the_page(client: Client) -> None:
    answer = client.get("/refuse/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#notes")
    assert "<html" not in answer.content.decode()
    assert "The shop closed at six." in answer.content.decode()


@pytest.mark.django_db
@here
def test_s74_what_is_hidden_answers_as_what_does_not_exist(client: Client) -> None:
    """Red when a refusal with 404 says its own sentence."""
    hidden, missing = client.get("/hide/"), client.get("/no-such-page/")
    pages = [
        answer.content.decode().replace(answer["X-Request-Id"], "").replace(path, "")
        for answer, path in ((hidden, "/hide/"), (missing, "/no-such-page/"))
    ]
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert "secret order" not in pages[0]
    without_keys = [
        [line for line in page.splitlines() if "csrf" not in line.lower() and "nonce" not in line] for page in pages
    ]
    assert without_keys[0] == without_keys[1]


@here
def test_s05_no_view_hears_a_nul(client: Client) -> None:
    """Red without PlainText: PostgreSQL takes none, and whatever was asked of it became a fault."""
    client.cookies["plain"], client.cookies["odd"] = "1", "a\0b"
    query = "/echo/?a=x%00y&a=%2500&b%00=1"
    for sent in ({"data": {"t": "a\0b\0", "n": "茶"}}, {"data": "t=a%00b%00&n=茶", "content_type": FORM}):
        told = client.post(query, **sent).json()
        assert told == [{"a": ["xy", "%00"], "b": ["1"]}, {"t": ["ab"], "n": ["茶"]}, {"plain": "1"}]
    assert client.get(query).json()[1] == {}


@pytest.mark.django_db
def test_s05_nothing_has_a_nul_in_its_name_and_no_session_has(client: Client) -> None:
    """On PostgreSQL red without PlainText."""
    assert client.get("/people/a%00b/").status_code == 404
    client.cookies["sessionid"] = "a" * 30 + "\0b"
    assert client.get("/account/login/").status_code == 200
    assert client.get("/find/?q=%00").status_code == 200


@pytest.mark.django_db
@here
def test_s74_a_fault_tells_its_request_id_and_nothing_from_inside(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.get("/break/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert answer["X-Request-Id"] in page
    assert "SELECT" not in page
    assert "RuntimeError" not in page


def test_s74_a_fault_of_the_fault_page_is_still_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_page(*args: object, **kwargs: object) -> HttpResponse:
        raise RuntimeError

    monkeypatch.setattr(refusals, "render_to_string", no_page)
    answer = refusals.server_error(RequestFactory().get("/"))
    assert (answer.status_code, answer.content.decode()) == (500, refusals.LAST_RESORT)


@pytest.mark.django_db
def test_s50_a_form_without_its_secret_is_told_why() -> None:
    answer = Client(enforce_csrf_checks=True).post("/language/", {"language": "zh-hans"})
    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_s16_changing_the_language_never_leads_elsewhere(client: Client, elsewhere: str) -> None:
    answer = client.post("/language/", {"language": "zh-hans", "next": elsewhere})
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.django_db
def test_the_language_is_kept_and_named(client: Client) -> None:
    assert '<html lang="en">' in client.get("/find/").content.decode()
    client.post("/language/", {"language": "zh-hans", "next": "/find/"})
    assert '<html lang="zh-Hans">' in client.get("/find/").content.decode()


@pytest.mark.django_db
def test_s51_every_page_carries_a_policy_and_no_inline_style(client: Client) -> None:
    answer = client.get("/find/")
    assert "style=" not in answer.content.decode()
    assert "'unsafe" not in answer["Content-Security-Policy"]
    assert answer.content.decode().count("<script") == answer.content.decode().count('nonce="')


@pytest.mark.parametrize(
    ("amount", "currency", "short", "full"),
    [
        (12800, "CNY", "¥128", "¥128.00"),
        (12850, "CNY", "¥128.50", "¥128.50"),
        (123456700, "CNY", "¥1,234,567", "¥1,234,567.00"),
        (5000, "JPY", "JP¥5,000", "JP¥5,000"),
        (1500, "KWD", "KWD\xa01.500", "KWD\xa01.500"),
        (999, "EUR", "€9.99", "€9.99"),
        (-12800, "CNY", "−¥128", "−¥128.00"),
    ],
)
def test_money_is_said_with_its_own_decimals(amount: int, currency: str, short: str, full: str) -> None:
    with override("en"):
        assert say.price(amount, currency) == short
        assert say.money(amount, currency) == full


def test_money_in_chinese_keeps_the_yuan_bare_and_names_the_yen() -> None:
    with override("zh-hans"):
        assert (say.money(12800, "CNY"), say.money(5000, "JPY")) == ("¥128.00", "JP¥5,000")
        assert say.money(-1024, "CNY") == "−¥10.24"


@pytest.mark.parametrize(("points", "said"), [(800, "8%"), (250, "2.5%"), (1, "0.01%"), (10000, "100%"), (0, "0%")])
def test_rates_are_said_without_empty_decimals(points: int, said: str) -> None:
    assert say.percent(points) == said


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Jun 12, 2026 14:02 UTC"), ("zh-hans", "2026年6月12日 14:02 UTC")]
)
def test_moments_name_their_zone(language: str, said: str) -> None:
    with override(language):
        assert say.moment(datetime(2026, 6, 12, 14, 2, 5, tzinfo=UTC)) == said


@pytest.mark.parametrize(
    ("language", "month", "country", "currency"),
    [("en", "November 2026", "China", "Chinese Yuan"), ("zh-hans", "2026年11月", "中国", "人民币")],
)
def test_months_countries_and_currencies_have_names(language: str, month: str, country: str, currency: str) -> None:
    """Red when 2026-11, CN and CNY are read as they are kept."""
    with override(language):
        assert (say.month("2026-11"), say.country("CN"), say.currency_name("CNY")) == (month, country, currency)
        assert say.country("QZ") == "QZ"
