from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Registers the system checks."""

    name = "goodword.ops"
    label = "ops"

    def ready(self) -> None:
        from goodword.ops import health

        self.health = health
