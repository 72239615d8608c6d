"""Folders of what a reader keeps, and what its first product cost when it was kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0003_by_price"),
        ("social", "0002_products_stay"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Folder",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=40)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="folder",
            constraint=models.UniqueConstraint(fields=("person", "name"), name="social_folder_named_once"),
        ),
        migrations.AddConstraint(
            model_name="folder",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="social_folder_name"
            ),
        ),
        migrations.AddField(
            model_name="save",
            name="folder",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="saves",
                to="social.folder",
            ),
        ),
        migrations.AddField(
            model_name="save",
            name="offer",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.offer",
            ),
        ),
        migrations.AddField(model_name="save", name="price", field=models.BigIntegerField(null=True)),
        migrations.AddIndex(
            model_name="save",
            index=models.Index(
                condition=models.Q(("folder__isnull", False)), fields=["folder", "-id"], name="social_saved_in_folder"
            ),
        ),
        migrations.AddConstraint(
            model_name="save",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("offer", None), ("price", None)),
                    models.Q(("offer__isnull", False), ("price__gte", 1)),
                    _connector="OR",
                ),
                name="social_saved_price",
            ),
        ),
    ]
