"""The addresses of search."""

from django.urls import path

from goodword.web.find import views

urlpatterns = [
    path("find/", views.find, name="find"),
    path("find/suggestions/", views.suggestions, name="find-suggestions"),
]
