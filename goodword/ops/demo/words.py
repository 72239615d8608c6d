"""What the demo's experts put in a good word for. All invented here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoWord:
    """A recommendation, published `age` hours before now."""

    expert: str
    topic: str
    products: tuple[str, ...]
    reason_type: str
    age: int
    reason: str
    evidence: str = ""


WORDS = (
    DemoWord(
        "expert",
        "tea",
        ("longjing",),
        "used",
        5,
        "Third spring in a row I reorder this. Hold it at 80° and it never turns bitter. If you drink it with "
        "milk, do not: buy the cheaper one from the same farm.",
    ),
    DemoWord(
        "marta",
        "running",
        ("trail-shoe",),
        "tested",
        9,
        "400 km on gravel, the sole still grips. Size up by half.",
        "Worn on 31 runs between March and May on loose gravel; tread measured before and after.",
    ),
    DemoWord("kenji", "lighting", ("reading-lamp",), "used", 14, "The only reading lamp my eyes forgive at midnight."),
    DemoWord(
        "chen",
        "leather",
        ("wide-bag",),
        "expert",
        20,
        "植鞣革，封边扎实。记得问他们要宽肩带，背电脑不勒肩。",
        "拆看过缝线与封边；同一张皮，马鞍针法，每英寸八针。",
    ),
    DemoWord(
        "zhou",
        "kitchen",
        ("kettle", "notebook"),
        "tested",
        27,
        "八十度就是八十度：我用两支温度计测了二十次，误差不到一度。泡龙井从此不再赌运气。",
        "两支校准过的温度计，连续二十次加热，最大偏差 0.8 度。",
    ),
    DemoWord("chen", "ceramics", ("wave-cup",), "used", 33, "每天早上第一杯都用它。杯沿薄，握着不烫，蓝色越看越耐看。"),
    DemoWord(
        "kenji",
        "books",
        ("notebook",),
        "tested",
        41,
        "Lies flat on page one and on page two hundred. I tried to break the spine; it outlived three others.",
        "Opened and folded back 500 times next to three bound notebooks.",
    ),
    DemoWord(
        "expert",
        "tea",
        ("jiuqu",),
        "used",
        50,
        "For people who say they do not like red tea. Plum, honey, nothing else.",
    ),
    DemoWord(
        "marta", "cycling", ("bell",), "used", 58, "Walkers smile when they hear it. That is all a bell has to do."
    ),
    DemoWord(
        "kenji",
        "plants",
        ("fern",),
        "expert",
        66,
        "Forgot it for two weeks, came home, it had put out a new leaf. North window, no direct sun.",
        "Keeps 40 ferns at home; this one for three years.",
    ),
    DemoWord(
        "expert",
        "ceramics",
        ("travel-pot",),
        "used",
        75,
        "Lives in my coat. Pours without a drip, and the second cup makes friends on trains.",
    ),
    DemoWord("chen", "clothing", ("scarf",), "used", 84, "牦牛绒，轻得像没戴。洗了五次没起球，川西零下十度也够用。"),
    DemoWord(
        "kenji",
        "audio",
        ("headphones",),
        "tested",
        96,
        "You hear the room the record was made in. They leak, so not for the office.",
        "Compared for a month with a closed pair at the same loudness.",
    ),
    DemoWord("zhou", "tea", ("jiuqu",), "used", 110, "不爱喝红茶的人也会喝第二杯：有梅子香，不苦不涩。"),
    DemoWord("chen", "ceramics", ("rice-bowl",), "used", 125, "家里四口人用了两年，洗碗机天天洗，一个没崩口。"),
    DemoWord(
        "zhou",
        "tea",
        ("longjing",),
        "tested",
        140,
        "和三家同价位的明前茶盲泡，这款香气最干净，第三泡还有甜味。",
        "同水温同克重，三人盲评，三轮。",
    ),
)
