"""Addresses of purchases."""

from django.urls import path

from goodword.web.purchases import views

urlpatterns = [
    path("purchases/", views.purchases, name="purchases"),
    path("purchases/<uuid:purchase_id>/", views.purchase, name="purchase"),
    path("purchases/<uuid:purchase_id>/payment/", views.pay_again, name="pay-again"),
    path("purchases/<uuid:purchase_id>/cancellation/", views.give_up, name="give-up"),
    path("purchases/<uuid:purchase_id>/orders/<uuid:order_id>/receipt/", views.receipt, name="receipt"),
    path("purchases/<uuid:purchase_id>/orders/<uuid:order_id>/cancellation/", views.cancellation, name="cancellation"),
    path("purchases/<uuid:purchase_id>/orders/<uuid:order_id>/return/", views.ask_return, name="return"),
]
