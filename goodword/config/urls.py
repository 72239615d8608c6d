"""Where every address leads: each surface brings its own urls.py."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("goodword.api.urls")),
    path("", include("goodword.web.urls")),
]
handler404 = "goodword.web.shell.refusals.not_found"
handler429 = "goodword.web.shell.refusals.too_many"
handler500 = "goodword.web.shell.refusals.server_error"
