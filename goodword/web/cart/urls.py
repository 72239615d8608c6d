"""Addresses of the cart."""

from django.urls import path

from goodword.web.cart import views

urlpatterns = [
    path("cart/", views.cart, name="cart"),
    path("cart/lines/", views.add, name="cart-lines"),
    path("cart/quantities/", views.change, name="cart-quantities"),
]
