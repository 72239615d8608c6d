"""Addresses of products."""

from django.urls import path

from goodword.web.product import views

urlpatterns = [path("products/<uuid:product_id>/", views.product, name="product")]
