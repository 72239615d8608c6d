"""Addresses of shops."""

from django.urls import path

from goodword.web.shop import views

urlpatterns = [path("shops/<slug:slug>/", views.shop, name="shop")]
