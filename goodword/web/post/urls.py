"""Addresses of recommendations."""

from django.urls import path

from goodword.web.post import views

urlpatterns = [
    path("posts/<uuid:post_id>/", views.post, name="post"),
    path("posts/<uuid:post_id>/products/<uuid:product_id>/", views.sheet, name="sheet"),
    path("posts/<uuid:post_id>/save/", views.save, name="save"),
    path("posts/<uuid:post_id>/comments/", views.comment, name="comment"),
    path("posts/<uuid:post_id>/comments/<uuid:comment_id>/removal/", views.remove_comment, name="remove-comment"),
]
