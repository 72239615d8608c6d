"""What happens in the demo's past whatever the dice say."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from goodword.catalog import actions as catalog
from goodword.ops.demo.agenda import Agenda
from goodword.ops.demo.crowd import TEXTS, Crowd
from goodword.ops.demo.market import Fate, Market, Wish
from goodword.ops.demo.plant import Plan
from goodword.ops.demo.purchases import HOME
from goodword.people import actions as people
from goodword.social import actions as social

HOUR = timedelta(hours=1)
FEED = Path(__file__).parent / "feed.tsv"  # a catalogue file with one wrong line

# What the demo's own shopper bought, so many hours ago: (hours, (product, kind, quantity, expert), ..., fate).
FANGS = (
    (1100, (("longjing", 1, 1, "expert"), ("wave-cup", 0, 2, "chen")), Fate()),
    (700, (("reading-lamp", 0, 1, "kenji"),), Fate(given="The box was dented on the way.")),
    (420, (("trail-shoe", 1, 1, "marta"),), Fate(returned="Half a size too small, as Marta said.")),
    (150, (("scarf", 0, 1, "chen"), ("notebook", 0, 3, "kenji")), Fate()),
    (60, (("honey", 0, 2, "gu"), ("noodles", 0, 4, "gu")), Fate(sent=26)),
    (9, (("jiuqu", 0, 1, "expert"), ("bell", 0, 1, "marta")), Fate()),
)
# What others bought lately, so that every state can be seen.
LATELY = (
    (100, (("longjing", 0, 1, "expert"),), Fate(returned="Two tins came; I ordered one.", arrived=40)),
    (120, (("osmanthus", 0, 2, "expert"),), Fate(returned="味道太香了，不适合我。", arrived=40)),
    (150, (("teapot", 0, 1, "expert"),), Fate(returned="A hair crack below the handle.", arrived=30)),
    (90, (("gaiwan", 0, 1, "chen"),), Fate(returned="盖子和杯身不是一套。", arrived=30, sent=16)),
    (50, (("longjing", 2, 1, "expert"), ("scoop", 0, 1, "expert")), Fate(sent=90)),
    (30, (("white-cake", 0, 1, "expert"),), Fate(sent=90)),
    (20, (("longjing", 0, 3, "expert"), ("rice-bowl", 0, 4, "expert")), Fate(sent=90)),
    (16, (("chrysanthemum", 1, 1, "expert"),), Fate(cancelled="Ordered the wrong jar.", sent=14)),
    (5, (("longjing", 0, 1, "zhou"),), Fate()),
    (3, (("jiuqu", 0, 2, "zhou"), ("kettle", 0, 1, "zhou")), Fate()),
)
UNPAID = ("pen", "tent")  # bought some minutes ago, not paid yet
# Who asks to be an expert, so many hours ago: (hours, shopper, topic, evidence, the operator's answer or "").
ASKED = (
    (900, 3, "books", "I read a great deal, and my friends say that I have taste.", "Tell us of your work with books."),
    (70, 3, "books", "Eleven years in a second-hand bookshop; I bind and repair, and I can show forty books.", ""),
    (30, 7, "food", "做了二十年川菜，开过两家小馆子，现在给社区食堂写菜单，欢迎来尝。", ""),
    (8, 12, "ceramics", "I throw and fire at Longquan; two seasons of my cups are with shops in Hangzhou.", ""),
)


def put_stories(plan: Plan, agenda: Agenda, market: Market, crowd: Crowd) -> None:
    """Puts on the agenda what is bought, said, arranged, changed, taken back and asked for."""
    for hours, wanted, fate in FANGS:
        agenda.put(plan.now - hours * HOUR, partial(_fang_buys, plan, market, wanted, fate))
    for hours, wanted, fate in LATELY:
        agenda.put(plan.now - hours * HOUR, partial(_somebody_buys, plan, market, crowd, wanted, fate))
    crowd.talk()
    for key, shelves in TEXTS["shelves"].items():
        agenda.put(plan.now - 60 * HOUR, partial(_arrange, plan, plan.people[key], shelves))
    for about, reason in TEXTS["edits"].items():
        agenda.put(plan.now - 100 * HOUR, partial(_edit, plan, crowd, about, reason))
    for about, reason in TEXTS["withdrawals"].items():
        agenda.put(plan.now - 80 * HOUR, partial(_take_back, plan, about, reason))
    for hours, number, topic, evidence, answer in ASKED:
        agenda.put(plan.now - hours * HOUR, partial(_ask, plan, crowd, number, topic, evidence, answer))
    agenda.put(plan.now - 40 * HOUR, partial(_import, plan))


def put_unpaid(plan: Plan, agenda: Agenda, market: Market, crowd: Crowd) -> None:
    """Puts purchases of a few minutes ago on the agenda, which nobody has paid yet."""
    for number, key in enumerate(UNPAID, start=1):
        wanted = ((key, 0, 1, ""),)
        deed = partial(_somebody_buys, plan, market, crowd, wanted, Fate(pays=False))
        agenda.put(plan.now - timedelta(minutes=4 * number), deed)


Wanted = Sequence[tuple[str, int, int, str]]


def _wishes(plan: Plan, wanted: Wanted) -> list[Wish]:
    return [Wish(key, kind, n, plan.words[expert, key] if expert else None) for key, kind, n, expert in wanted]


def _fang_buys(plan: Plan, market: Market, wanted: Wanted, fate: Fate, now: datetime) -> None:
    market.buy(plan.people["shopper"], HOME, _wishes(plan, wanted), fate, now=now)


def _somebody_buys(plan: Plan, market: Market, crowd: Crowd, wanted: Wanted, fate: Fate, now: datetime) -> None:
    buyer = crowd.dice.pick(crowd.there)
    market.buy(buyer, crowd.homes[buyer], _wishes(plan, wanted), fate, now=now)


def _arrange(plan: Plan, person: UUID, shelves: Mapping[str, Sequence[str]], now: datetime) -> None:
    for title, keys in shelves.items():
        shelf = social.open_shelf(person_id=person, title=title, now=now, by=person)
        for position, key in enumerate(keys):
            product = plan.products[key]
            social.put_on_shelf(shelf_id=shelf, product_id=product, position=position, now=now, by=person)


def _edit(plan: Plan, crowd: Crowd, about: str, reason: str, now: datetime) -> None:
    (word,) = (word for word in crowd.words if f"{word.expert}/{word.products[0]}" == about)
    social.edit_post(
        post_id=crowd.id_of(word),
        reason=reason,
        reason_type=word.reason_type,
        evidence=word.evidence,
        free_sample=False,
        now=now,
        by=plan.people[word.expert],
    )


def _take_back(plan: Plan, about: str, reason: str, now: datetime) -> None:
    expert, _slash, product = about.partition("/")
    social.withdraw_post(post_id=plan.words[expert, product], reason=reason, now=now, by=plan.people[expert])


def _ask(plan: Plan, crowd: Crowd, number: int, topic: str, evidence: str, answer: str, now: datetime) -> None:
    person = crowd.there[number]
    asked = people.ask_credential(person_id=person, topic=topic, evidence=evidence, links=(), now=now, by=person)
    if answer:
        people.refuse_credential(application_id=asked, reason=answer, now=now + HOUR, by=plan.people["operator"])


def _import(plan: Plan, now: datetime) -> None:
    """A shop tries a catalogue file without keeping anything; the worker reads it."""
    kept = Path(settings.DATA) / "imports" / str(uuid4())
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(FEED.read_bytes())
    catalog.ask_import(
        plan.shops["meijiawu"],
        form="google-tsv",
        path=kept,
        name="autumn.tsv",
        dry_run=True,
        topic="tea",
        now=now,
        by=plan.people["shop"],
    )
