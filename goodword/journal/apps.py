from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JournalConfig(AppConfig):
    """Loads every module's events, reactions, jobs, checks and exports: registered wherever Goodword runs."""

    name = "goodword.journal"
    label = "journal"

    def ready(self) -> None:
        autodiscover_modules("events", "reactions", "jobs", "checks", "exports")
