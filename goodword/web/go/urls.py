"""The address of the way out."""

from django.urls import path

from goodword.web.go import views

urlpatterns = [path("go/<str:signed>", views.leave, name="go")]
