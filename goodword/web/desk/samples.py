"""What the components are shown with. Invented, and the same every time."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from goodword.catalog.queries import OfferView, Picture, ProductCard, ProductPage
from goodword.interests.queries import WallCard
from goodword.interests.rules import Because
from goodword.people.queries import PersonBrief, TopicGrade
from goodword.settlement.queries import FreezeView, Statement, StatementRow
from goodword.social.queries import EditView, PostView
from goodword.social.rules import Disclosure
from goodword.web.shell.jinja import static
from goodword.web.shell.payouts import PayoutForm
from goodword.web.shell.statements import Page

DAY = datetime(2026, 6, 12, 14, 2, tzinfo=UTC)
SHOP, PRODUCT, LIN, WORD = (UUID(int=number) for number in (1, 2, 3, 4))
LONG = "Handgefertigte Donaudampfschifffahrtsgesellschaftskajütentische"  # 62 letters without a place to break


def picture() -> Picture:
    """The seal, as a picture of goods."""
    return Picture(url=static("seal.svg"), width=512, height=512, alt="A red seal")


def product(
    title: str = "Longjing tea", *, available: int = 37, listed: bool = True, was: int | None = None
) -> ProductCard:
    """A product's card."""
    return ProductCard(
        PRODUCT,
        "longjing-tea",
        title,
        SHOP,
        "Meijiawu Farm Shop",
        "tea",
        picture(),
        12800,
        was,
        "CNY",
        available,
        listed,
    )


def offer(number: int, title: str, available: int) -> OfferView:
    """A variant."""
    return OfferView(
        UUID(int=10 + number),
        UUID(int=20 + number),
        PRODUCT,
        SHOP,
        "Longjing tea",
        title,
        f"tea-{number}",
        12800 * number,
        15000 if number == 1 else None,
        "CNY",
        available,
        number - 1,
        True,
        lowest_30_days=11900,
    )


def sold(*offers: OfferView, listed: bool = True) -> ProductPage:
    """A product's page."""
    return ProductPage(product(listed=listed), "longjing", "meijiawu", "", "", False, offers, ())


def word(reason: str, *, sample: bool = False) -> PostView:
    """A recommendation."""
    lin = PersonBrief(LIN, "lin_yue", "Lin Yue", (TopicGrade("tea", 3),))
    told = Disclosure(((PRODUCT, 0 if sample else 800),), sample)
    card = product(available=0 if sample else 37)
    return PostView(WORD, lin, "tea", reason, "used", "", DAY, None, told, (card,), (), 3, 2, False, False, None)


def wall_card() -> WallCard:
    """The same as it stands on a wall."""
    return WallCard(
        post_id=WORD,
        reason="Third spring in a row.",
        reason_type="used",
        published_at=DAY,
        author_id=LIN,
        author_handle="lin_yue",
        author_name="Lin Yue",
        author_topic="Tea",
        topic="tea",
        product_id=PRODUCT,
        product_title="Longjing tea",
        product_slug="longjing-tea",
        shop_id=SHOP,
        shop_name="Meijiawu Farm Shop",
        shop_slug="meijiawu",
        offer_id=PRODUCT,
        picture=picture(),
        price=12800,
        compare_at=15000,
        currency="CNY",
        available=3,
        rate_bp=800,
        free_sample=True,
        saves=3,
        comments=2,
        saved=False,
        because=Because("author", "Lin Yue", 0),
    )


def statement() -> Page:
    """A month in which something moved both ways, and payouts wait."""
    rows = (
        StatementRow(DAY, "earned", WORD, WORD, 1024),
        StatementRow(DAY, "clawback", PRODUCT, WORD, -300),
        StatementRow(DAY, "payout", SHOP, None, -500, 224),
    )
    told = Statement("expert", LIN, "CNY", DAY, DAY, 0, rows, 1024, -300, -500, 0, 224, (), 2048, (), 0, False)
    labels = ("Settled", "Taken back after a refund", "Paid out")
    sums = (("At the beginning", 0), ("Settled", 1024), ("Paid out", -500), ("At the end", 224))
    freeze = FreezeView(WORD, LIN, "Two buyers say that nothing came", SHOP, DAY, DAY, None, None, "")
    shown = list(zip(rows, labels, strict=True))
    return Page(told, "2026-06", ("2026-06", "2026-05"), ("CNY",), shown, sums, None, "#", freeze)


@dataclass(frozen=True, slots=True)
class Samples:
    """Everything the sections show."""

    day: datetime = DAY
    long: str = LONG
    reason: str = "Third spring in a row I reorder this. It smells of chestnut and keeps through four brews."
    arabic: str = "شاي أخضر طازج"
    names: tuple[tuple[str, str], ...] = tuple((name, f"{name.lower()}{n}") for n, name in enumerate("ABCDEFGH"))
    edits: tuple[EditView, ...] = (EditView("I reorder this every spring.", "used", "", False, DAY),)
    wall: tuple[PostView, ...] = field(
        default_factory=lambda: (word("Third spring in a row."), word("A gift, and I would buy it.", sample=True))
    )
    on_wall: WallCard = field(default_factory=wall_card)
    cards: tuple[ProductCard, ...] = field(
        default_factory=lambda: (
            product(),
            product(LONG, was=15000),
            product("Blue wave cup", available=0),
            product("Old lamp", listed=False),
        )
    )
    one: ProductPage = field(default_factory=lambda: sold(offer(1, "", 3)))
    several: ProductPage = field(
        default_factory=lambda: sold(offer(1, "100 g", 37), offer(2, "250 g", 120), offer(3, "Gift tin", 0))
    )
    none_left: ProductPage = field(default_factory=lambda: sold(offer(1, "", 0)))
    many: ProductPage = field(default_factory=lambda: sold(*(offer(n, f"Size {n}", n % 4) for n in range(1, 14))))
    page: Page = field(default_factory=statement)
    form: PayoutForm = field(default_factory=PayoutForm)
    picture: Picture = field(default_factory=picture)
