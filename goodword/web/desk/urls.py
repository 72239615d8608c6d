"""Addresses of the operator's desk."""

from django.urls import path

from goodword.web.desk import applications, books, components, experts, journal, payouts, purchases, shops, system

urlpatterns = [
    path("desk/", books.desk, name="desk"),
    path("desk/applications/", applications.applications, name="desk-applications"),
    path("desk/applications/<uuid:application_id>/", applications.application, name="desk-application"),
    path("desk/applications/<uuid:application_id>/grant/", applications.grant, name="desk-grant"),
    path("desk/applications/<uuid:application_id>/refusal/", applications.refuse, name="desk-refusal"),
    path("desk/shops/", shops.shops, name="desk-shops"),
    path("desk/shops/<slug:slug>/", shops.shop, name="desk-shop"),
    path("desk/shops/<slug:slug>/verification/", shops.verification, name="desk-verification"),
    path("desk/shops/<slug:slug>/suspension/", shops.suspension, name="desk-suspension"),
    path("desk/shops/<slug:slug>/lifting/", shops.lifting, name="desk-lifting"),
    path("desk/experts/", experts.experts, name="desk-experts"),
    path("desk/experts/<slug:handle>/", experts.expert, name="desk-expert"),
    path("desk/experts/<slug:handle>/withdrawal/", experts.withdrawal, name="desk-withdrawal"),
    path("desk/purchases/", purchases.purchases, name="desk-purchases"),
    path("desk/purchases/<uuid:purchase_id>/", purchases.purchase, name="desk-purchase"),
    path("desk/payments/", purchases.payments_made, name="desk-payments"),
    path("desk/payouts/", payouts.payouts, name="desk-payouts"),
    path("desk/payouts/<uuid:payee_id>/", payouts.payee, name="desk-payee"),
    path("desk/payouts/<uuid:payee_id>/freeze/", payouts.freeze, name="desk-freeze"),
    path("desk/payouts/<uuid:payee_id>/unfreezing/", payouts.unfreeze, name="desk-unfreezing"),
    path("desk/journal/", journal.journal, name="desk-journal"),
    path("desk/system/", system.system, name="desk-system"),
    path("desk/components/", components.components, name="desk-components"),
    path("desk/things/", books.thing, name="desk-thing"),
    path("desk/accounts/", books.accounts, name="desk-accounts"),
    path("desk/accounts/book/", books.book, name="desk-book"),
    path("desk/letters/", books.letters, name="desk-letters"),
    path("desk/books/", books.books, name="desk-books"),
]
