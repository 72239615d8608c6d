"""Addresses of the shops' console. A shop stands at its own word, so nothing else may stand at that depth."""

from django.urls import path

from goodword.web.console import brought, imports, money, orders, products, shelf, shipping, shops, terms, variants

AT = "console/<slug:slug>/"

urlpatterns = [
    path("console/", shops.shops, name="console"),
    path(AT, shops.shop, name="console-shop"),
    path(AT + "agreement/", shops.agreement, name="console-agreement"),
    path(AT + "terms/", terms.terms, name="console-terms"),
    path(AT + "commission/", terms.commission, name="console-commission"),
    path(AT + "staff/", terms.people_at_work, name="console-staff"),
    path(AT + "staff/<uuid:person_id>/removal/", terms.removal, name="console-staff-removal"),
    path(AT + "products/", products.products, name="console-products"),
    path(AT + "products/new/", products.new, name="console-product-new"),
    path(AT + "products/<uuid:product_id>/", products.product, name="console-product"),
    path(AT + "products/<uuid:product_id>/withdrawal/", products.withdrawal, name="console-withdrawal"),
    path(AT + "products/<uuid:product_id>/listing/", products.listing, name="console-listing"),
    path(AT + "products/<uuid:product_id>/commission/", products.commission, name="console-product-commission"),
    path(AT + "products/<uuid:product_id>/<uuid:offer_id>/price/", products.price, name="console-price"),
    path(AT + "products/<uuid:product_id>/<uuid:offer_id>/stock/", products.stock, name="console-stock"),
    path(AT + "products/<uuid:product_id>/pictures/", products.pictures, name="console-pictures"),
    path(AT + "products/<uuid:product_id>/variants/", variants.add, name="console-variant-new"),
    path(AT + "products/<uuid:product_id>/<uuid:offer_id>/", variants.change, name="console-variant"),
    path(AT + "shelf/", shelf.shelf, name="console-shelf"),
    path(AT + "words/", brought.brought, name="console-words"),
    path(AT + "words.csv", brought.as_file, name="console-words-file"),
    path(AT + "imports/", imports.imports, name="console-imports"),
    path(AT + "imports/<uuid:import_id>/", imports.run, name="console-import"),
    path(AT + "orders/", orders.orders, name="console-orders"),
    path(AT + "orders/to-ship/", shipping.to_ship, name="console-to-ship"),
    path(AT + "orders/parcels/", shipping.parcels, name="console-parcels"),
    path(AT + "orders/slips/", shipping.slips, name="console-slips"),
    path(AT + "orders/<uuid:order_id>/", orders.order, name="console-order"),
    path(AT + "orders/<uuid:order_id>/dispatch/", orders.dispatch, name="console-dispatch"),
    path(AT + "orders/<uuid:order_id>/cancellation/", orders.cancellation, name="console-cancellation"),
    path(AT + "orders/<uuid:order_id>/refund/", orders.refund, name="console-refund"),
    path(
        AT + "orders/<uuid:order_id>/returns/<uuid:return_id>/<slug:deed>/",
        orders.answer_return,
        name="console-return",
    ),
    path(AT + "statement/", money.statement, name="console-statement"),
    path(AT + "statement.csv", money.statement_file, name="console-statement-file"),
    path(AT + "account/", money.account, name="console-account"),
]
