"""Addresses of sign-in, language and one's own account."""

from allauth.account.views import LoginView
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from goodword.web.account import leaving, takeout, views
from goodword.web.account import settings as own

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
    path("account/sessions/", own.sessions, name="usersessions_list"),
    path("account/sessions/<int:session_id>/end/", own.session_end, name="my_session_end"),
    path("account/left/", leaving.left, name="left"),
    path("account/", include("allauth.urls")),
    path("theme/", own.change_theme, name="theme"),
    path("language/", views.language, name="language"),
    path("me/", views.me, name="me"),
    path("me/settings/", own.overview, name="my_settings"),
    path("me/takeout/", takeout.offer, name="my_takeout"),
    path("me/takeout/file/", takeout.takeout, name="my_takeout_file"),
    path("me/leaving/", leaving.leaving, name="my_leaving"),
    path("me/leaving/decision/", leaving.decision, name="my_leaving_decision"),
    path("me/profile/", views.profile, name="my_profile"),
    path("me/tokens/", views.tokens, name="my_tokens"),
    path("me/tokens/<uuid:token_id>/revocation/", views.token_revocation, name="my_token_revocation"),
    path("me/fields/", views.fields, name="my_fields"),
]
urlpatterns = [*(demo_patterns if settings.DEMO else []), *common_patterns]
