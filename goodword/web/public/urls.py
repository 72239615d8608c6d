"""Addresses of what everybody may know."""

from django.urls import path

from goodword.web.public import views

urlpatterns = [
    path("how/", views.how, name="how"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("robots.txt", views.robots, name="robots"),
]
