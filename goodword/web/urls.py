"""The pages' addresses: every room brings its own."""

from django.urls import include, path

from goodword.web.shell.media import picture

urlpatterns = [
    path("media/<path:path>", picture, name="media"),
    path("", include("goodword.web.account.urls")),
    path("", include("goodword.web.feed.urls")),
    path("", include("goodword.web.post.urls")),
    path("", include("goodword.web.product.urls")),
    path("", include("goodword.web.person.urls")),
    path("", include("goodword.web.saved.urls")),
    path("", include("goodword.web.shop.urls")),
    path("", include("goodword.web.go.urls")),
    path("", include("goodword.web.find.urls")),
    path("", include("goodword.web.public.urls")),
    path("", include("goodword.web.cart.urls")),
    path("", include("goodword.web.checkout.urls")),
    path("", include("goodword.web.purchases.urls")),
    path("", include("goodword.web.inbox.urls")),
    path("", include("goodword.web.studio.urls")),
    path("", include("goodword.web.console.urls")),
    path("", include("goodword.web.desk.urls")),
]
