"""The API's addresses."""

from django.urls import include, path, re_path

from goodword.api import hooks
from goodword.api.door import behind, nothing
from goodword.api.v1 import api

routes, name, namespace = api.urls

urlpatterns = [
    path("hooks/<slug:provider>", hooks.take_notice, name="hooks"),
    path("v1/", include((behind(routes), name), namespace=namespace)),
    re_path("^v1/", nothing),
]
