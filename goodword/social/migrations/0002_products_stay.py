"""What a post carries never changes after it was published, whoever writes (S-64)."""

from django.db import migrations

from goodword.kit.sql import SqlFor

STAYS = "the products of a post never change"
COLUMNS = ("post_id", "product_id", "shop_id", "author_id", "position")


class Migration(migrations.Migration):
    dependencies = [("social", "0001_initial")]
    operations = [
        SqlFor(
            {
                "postgresql": [
                    "CREATE FUNCTION social_products_stay() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN RAISE EXCEPTION '{STAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
                    "CREATE TRIGGER social_products_stay BEFORE UPDATE ON social_postproduct FOR EACH ROW WHEN ("
                    + " OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in COLUMNS)
                    + ") EXECUTE FUNCTION social_products_stay()",
                ],
                "sqlite": [
                    "CREATE TRIGGER social_products_stay BEFORE UPDATE ON social_postproduct WHEN "
                    + " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in COLUMNS)
                    + f" BEGIN SELECT RAISE(ABORT, '{STAYS}'); END",
                ],
            },
            {
                "postgresql": [
                    "DROP TRIGGER social_products_stay ON social_postproduct",
                    "DROP FUNCTION social_products_stay()",
                ],
                "sqlite": ["DROP TRIGGER social_products_stay"],
            },
        )
    ]
