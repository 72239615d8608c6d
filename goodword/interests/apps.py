from django.apps import AppConfig


class InterestsConfig(AppConfig):
    name = "goodword.interests"
    label = "interests"
    default_auto_field = "django.db.models.BigAutoField"
