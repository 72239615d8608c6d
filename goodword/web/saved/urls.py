"""Addresses of what one keeps."""

from django.urls import path

from goodword.web.saved import views

urlpatterns = [
    path("saved/", views.saved, name="saved"),
    path("saved/folders/", views.folders, name="saved-folders"),
    path("saved/folders/<uuid:folder_id>/", views.folder, name="saved-folder"),
    path("saved/folders/<uuid:folder_id>/name/", views.rename, name="saved-rename"),
    path("saved/folders/<uuid:folder_id>/removal/", views.remove, name="saved-remove"),
    path("saved/<uuid:post_id>/folder/", views.put, name="saved-put"),
]
