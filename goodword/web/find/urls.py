"""The address of search."""

from django.urls import path

from goodword.web.find import views

urlpatterns = [path("find/", views.find, name="find")]
