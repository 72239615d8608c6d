"""Who and what the demo shows. All invented here; prices in minor units of the shop's currency."""

from dataclasses import dataclass

from goodword.catalog.rules import NewVariant

DOMAIN = "demo.goodword"


@dataclass(frozen=True, slots=True)
class DemoShop:
    """A partner shop; its owner signs in as `owner`@demo.goodword."""

    slug: str
    name: str
    owner: str
    legal_name: str
    country: str
    address: str
    about: str
    delivery_fee: int
    free_delivery_from: int
    rate_bp: int


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """A product of a shop."""

    key: str
    shop: str
    topic: str
    brand: str
    title: str
    text: str
    variants: tuple[NewVariant, ...]


@dataclass(frozen=True, slots=True)
class DemoExpert:
    """An expert, certified in some topics."""

    key: str
    name: str
    bio: str
    language: str
    topics: tuple[tuple[str, int], ...]


def one(key: str, price: int, stock: int, *, compare_at: int | None = None, days: int = 2) -> tuple[NewVariant, ...]:
    """A product that comes in one kind."""
    return (NewVariant(sku=key, price=price, compare_at=compare_at, stock=stock, lead_time_days=days),)


def kinds(key: str, name: str, *rows: tuple[str, int, int]) -> tuple[NewVariant, ...]:
    """A product that comes in several kinds: (value, price, stock)."""
    return tuple(
        NewVariant(sku=f"{key}-{n}", title=value, options=((name, value),), price=price, stock=stock, lead_time_days=2)
        for n, (value, price, stock) in enumerate(rows, start=1)
    )


SHOPS = (
    DemoShop(
        "meijiawu",
        "Meijiawu Farm Shop",
        "shop",
        "Hangzhou Meijiawu Tea Co., Ltd.",
        "CN",
        "8 Meijiawu Village, Xihu, Hangzhou",
        "Our family has grown tea on this slope for four generations. "
        "We pick by hand and roast in small pans, and we ship within two days.",
        600,
        20000,
        800,
    ),
    DemoShop(
        "jingde-kiln",
        "Jingde Kiln",
        "kiln",
        "Jingdezhen Blue Wave Ceramics Studio",
        "CN",
        "21 Taoxichuan, Jingdezhen",
        "Six potters, two kilns. Every cup is thrown and painted by one person, whose mark is on its foot.",
        600,
        30000,
        1000,
    ),
    DemoShop(
        "far-road",
        "Far Road Outfitters",
        "road",
        "Far Road Outfitters (Chengdu) Co., Ltd.",
        "CN",
        "5 Yulin West Road, Chengdu",
        "Things for long ways: shoes, bags and bells, repaired by us for life.",
        1000,
        40000,
        500,
    ),
    DemoShop(
        "lamp-and-leaf",
        "Lamp & Leaf",
        "leaf",
        "Lamp and Leaf Trading (Shanghai) Co., Ltd.",
        "CN",
        "177 Wukang Road, Shanghai",
        "Light to read by, books to read, and plants that forgive you.",
        800,
        25000,
        700,
    ),
)

PRODUCTS = (
    DemoProduct(
        "longjing",
        "meijiawu",
        "tea",
        "Meijiawu",
        "Longjing, spring 2026",
        "Picked by hand before Qingming, pan-roasted the same evening.",
        kinds("LJ", "Size", ("100 g", 12800, 37), ("250 g", 29800, 12), ("Gift tin", 14600, 20)),
    ),
    DemoProduct(
        "jiuqu",
        "meijiawu",
        "tea",
        "Meijiawu",
        "Jiuqu red tea 九曲红梅",
        "A red tea from the same hills: plum, honey, no bitterness.",
        one("JQ", 9800, 44),
    ),
    DemoProduct(
        "travel-pot",
        "jingde-kiln",
        "ceramics",
        "Jingde Kiln",
        "Travel pot with two cups",
        "Nests into one piece and fits a coat pocket.",
        one("TP", 16800, 9, compare_at=18800, days=3),
    ),
    DemoProduct(
        "wave-cup",
        "jingde-kiln",
        "ceramics",
        "Jingde Kiln",
        "Blue wave cup",
        "Porcelain, 180 ml, painted under the glaze.",
        kinds("WC", "Glaze", ("Blue", 4800, 5), ("Celadon", 4800, 31)),
    ),
    DemoProduct(
        "rice-bowl",
        "jingde-kiln",
        "ceramics",
        "Jingde Kiln",
        "Everyday rice bowl 日常饭碗",
        "Thick enough for a dishwasher, light enough for a child.",
        one("RB", 3900, 120),
    ),
    DemoProduct(
        "trail-shoe",
        "far-road",
        "running",
        "Far Road",
        "Gravel trail shoe",
        "Rock plate, 6 mm drop, a sole that can be replaced.",
        kinds("TS", "Size", ("EU 39", 46900, 6), ("EU 41", 46900, 11), ("EU 43", 46900, 4)),
    ),
    DemoProduct(
        "wide-bag",
        "far-road",
        "leather",
        "Far Road",
        "Vegetable-tanned day bag",
        "One hide, saddle stitched. The wide strap is made on request.",
        one("WB", 68000, 7, days=5),
    ),
    DemoProduct(
        "bell",
        "far-road",
        "cycling",
        "Far Road",
        "Brass bicycle bell",
        "One clear note that carries forty metres.",
        one("BB", 8800, 60),
    ),
    DemoProduct(
        "scarf",
        "far-road",
        "clothing",
        "Far Road",
        "Yak wool scarf",
        "Spun and woven in Hongyuan; warm without weight.",
        one("YS", 25900, 15),
    ),
    DemoProduct(
        "reading-lamp",
        "lamp-and-leaf",
        "lighting",
        "Lamp & Leaf",
        "Midnight reading lamp",
        "2,200 K, no flicker, dims to a candle.",
        one("RL", 23900, 18, compare_at=25900),
    ),
    DemoProduct(
        "notebook",
        "lamp-and-leaf",
        "books",
        "Lamp & Leaf",
        "Notebook that lies flat",
        "Thread sewn, 100 g paper, no bleed with a fountain pen.",
        one("NB", 5200, 200),
    ),
    DemoProduct(
        "fern",
        "lamp-and-leaf",
        "plants",
        "Lamp & Leaf",
        "Bird's nest fern 鸟巢蕨",
        "Asks for a north window and water once a week.",
        one("FN", 7600, 14, days=4),
    ),
    DemoProduct(
        "headphones",
        "lamp-and-leaf",
        "audio",
        "Quiet Room",
        "Open-back headphones",
        "Light, repairable, with a cable you can replace.",
        one("HP", 99900, 3),
    ),
    DemoProduct(
        "kettle",
        "lamp-and-leaf",
        "kitchen",
        "Quiet Room",
        "Kettle that stops at 80°",
        "Holds green tea water at 70, 80 or 90 degrees.",
        one("KT", 31900, 22),
    ),
)

EXPERTS = (
    DemoExpert(
        "expert",
        "Lin Yue",
        "Nine years behind a tea counter in Hangzhou. I pay for everything I praise.",
        "en",
        (("tea", 3), ("ceramics", 1)),
    ),
    DemoExpert(
        "marta",
        "Marta Ruiz",
        "Runs far and slowly. Breaks shoes so that you need not.",
        "en",
        (("running", 2), ("cycling", 1)),
    ),
    DemoExpert(
        "chen",
        "陈阿雅",
        "做皮具十二年，只推荐自己用旧了的东西。",
        "zh-hans",
        (("leather", 3), ("ceramics", 2), ("clothing", 1)),
    ),
    DemoExpert(
        "kenji",
        "Kenji Ota",
        "Bookbinder, night reader, keeper of 40 ferns.",
        "en",
        (("books", 2), ("lighting", 2), ("plants", 1), ("audio", 1)),
    ),
    DemoExpert("zhou", "周末", "厨房里的理科生。温度计从不离手。", "zh-hans", (("kitchen", 2), ("tea", 1))),
)
