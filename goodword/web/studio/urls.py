"""Addresses of the studio."""

from django.urls import path

from goodword.web.studio import money, showcase, words, writing

urlpatterns = [
    path("studio/", money.month, name="studio"),
    path("studio/statement/", money.statement, name="studio-statement"),
    path("studio/statement.csv", money.statement_file, name="studio-statement-file"),
    path("studio/account/", money.account, name="studio-account"),
    path("studio/words/new/", words.choose, name="studio-choose"),
    path("studio/words/new/writing/", writing.write, name="studio-write"),
    path("studio/words/new/preview/", writing.preview, name="studio-preview"),
    path("studio/drafts/", writing.drafts, name="studio-drafts"),
    path("studio/drafts/<uuid:draft_id>/removal/", writing.removal, name="studio-draft-removal"),
    path("studio/drafts/<uuid:draft_id>/unscheduling/", writing.unscheduling, name="studio-unscheduling"),
    path("studio/words/<uuid:post_id>/", words.word, name="studio-word"),
    path("studio/words/<uuid:post_id>/withdrawal/", words.withdrawal, name="studio-withdrawal"),
    path("studio/showcase/", showcase.shelves, name="studio-showcase"),
    path("studio/showcase/products/", showcase.put, name="studio-put"),
    path("studio/showcase/<uuid:shelf_id>/title/", showcase.title, name="studio-shelf-title"),
    path("studio/showcase/<uuid:shelf_id>/place/", showcase.shelf_place, name="studio-shelf-place"),
    path("studio/showcase/<uuid:shelf_id>/closing/", showcase.closing, name="studio-shelf-closing"),
    path("studio/showcase/<uuid:shelf_id>/<uuid:product_id>/place/", showcase.place, name="studio-pick-place"),
    path("studio/showcase/<uuid:shelf_id>/<uuid:product_id>/removal/", showcase.removal, name="studio-pick-removal"),
]
