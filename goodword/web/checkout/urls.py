"""Addresses of the middle page."""

from django.urls import path

from goodword.web.checkout import views

urlpatterns = [
    path("buy/", views.buy, name="buy"),
    path("checkout/", views.checkout_page, name="checkout"),
    path("checkout/address/", views.address, name="checkout-address"),
    path("checkout/address/removal/", views.forget_address, name="forget-address"),
    path("checkout/payment/", views.pay, name="pay"),
]
