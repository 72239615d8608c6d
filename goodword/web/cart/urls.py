from django.shortcuts import render
from django.urls import path

urlpatterns = [path("cart/", lambda request: render(request, "cart/page.html"), name="cart")]
