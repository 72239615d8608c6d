"""Addresses of purchases."""

from django.urls import path

from goodword.web.purchases import papers, returning, views

urlpatterns = [
    path("purchases/", views.purchases, name="purchases"),
    path("purchases/<uuid:purchase_id>/", views.purchase, name="purchase"),
    path("purchases/<uuid:purchase_id>/payment/", views.pay_again, name="pay-again"),
    path("purchases/<uuid:purchase_id>/cancellation/", views.give_up, name="give-up"),
    path("purchases/<uuid:purchase_id>/orders/<uuid:order_id>/receipt/", views.receipt, name="receipt"),
    path("purchases/<uuid:purchase_id>/orders/<uuid:order_id>/cancellation/", views.cancellation, name="cancellation"),
    path("purchases/<uuid:purchase_id>/orders/<uuid:order_id>/return/", returning.ask_return, name="return"),
    path("purchases/<uuid:purchase_id>/paper/", papers.receipt, name="paper"),
    path(
        "purchases/<uuid:purchase_id>/withdrawals/<uuid:return_id>.txt", papers.acknowledgement, name="acknowledgement"
    ),
    path("returns/<uuid:return_id>/pictures/<int:position>/", returning.return_picture, name="return-picture"),
]
