"""Addresses of what everybody may know."""

from django.urls import path

from goodword.web.public import views

urlpatterns = [
    path("about/", views.about, name="about"),
    path("how/", views.how, name="how"),
    path("how/money/", views.money, name="how-money"),
    path("how/ranking/", views.ranking, name="how-ranking"),
    path("how/price/", views.price, name="how-price"),
    path("offline/<str:language>/", views.offline, name="offline"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("worker.js", views.worker, name="worker"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap/<str:kind>/<str:start>.xml", views.sitemap_page, name="sitemap-page"),
]
