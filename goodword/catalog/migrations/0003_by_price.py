"""An index by which offers are walked in the order of their price."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_search")]

    operations = [
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(fields=["currency", "price", "product"], name="catalog_offer_by_price"),
        ),
    ]
