"""The pages' addresses: every room brings its own."""

from django.urls import include, path
from django.views.i18n import set_language

from goodword.web.shell.media import picture

urlpatterns = [
    path("language/", set_language, name="language"),
    path("media/<path:path>", picture, name="media"),
    path("", include("goodword.web.feed.urls")),
    path("", include("goodword.web.find.urls")),
    path("", include("goodword.web.cart.urls")),
    path("account/", include("allauth.urls")),
    path("me/", set_language, name="me"),
]
