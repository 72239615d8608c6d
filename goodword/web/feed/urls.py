"""Addresses of the wall."""

from django.urls import path

from goodword.web.feed import views

urlpatterns = [
    path("", views.for_you, name="home"),
    path("following/", views.following, name="following"),
    path("topics/", views.topics, name="topics"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("topics/<slug:slug>/experts/", views.experts, name="topic-experts"),
    path("signals/", views.signals, name="signals"),
]
