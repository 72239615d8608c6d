from django.shortcuts import render
from django.urls import path

urlpatterns = [path("find/", lambda request: render(request, "find/page.html"), name="find")]
