"""Addresses of persons, and of following."""

from django.urls import path

from goodword.web.person import views

urlpatterns = [
    path("people/<str:handle>/", views.person, name="person"),
    path("people/<str:handle>/words.atom", views.words_feed, name="words-feed"),
    path("people/<str:handle>/showcase/", views.showcase, name="showcase"),
    path("follows/", views.follow, name="follow"),
]
