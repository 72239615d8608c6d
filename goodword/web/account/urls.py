"""Addresses of sign-in, language and one's own account."""

from allauth.account.views import LoginView
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from goodword.web.account import views

# One tap into the demo: these addresses exist in demo mode only.
demo_patterns: list[URLPattern | URLResolver] = [
    path(
        "account/login/",
        LoginView.as_view(extra_context={"look_around_as": views.LOOK_AROUND_AS}),
        name="account_login",
    ),
    path("account/look-around/<slug:who>/", views.look_around, name="look_around"),
]
common_patterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    path("language/", views.language, name="language"),
    path("me/", views.me, name="me"),
    path("me/profile/", views.profile, name="my_profile"),
    path("me/tokens/", views.tokens, name="my_tokens"),
    path("me/tokens/<uuid:token_id>/revocation/", views.token_revocation, name="my_token_revocation"),
    path("me/fields/", views.fields, name="my_fields"),
]
urlpatterns = [*(demo_patterns if settings.DEMO else []), *common_patterns]
