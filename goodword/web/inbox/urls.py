"""Addresses of the inbox."""

from django.urls import path

from goodword.web.inbox import views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/reading/", views.reading, name="inbox-reading"),
    path("inbox/settings/", views.choices, name="inbox-settings"),
    path("inbox/<uuid:notice_id>/opening/", views.opening, name="inbox-opening"),
]
