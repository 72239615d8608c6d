"""The API's addresses."""

from django.urls import path

from goodword.api import hooks

urlpatterns = [
    path("hooks/<slug:provider>", hooks.take_notice, name="hooks"),
]
