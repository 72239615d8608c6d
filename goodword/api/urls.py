"""The pages' addresses: every room brings its own."""

urlpatterns: list[object] = []
