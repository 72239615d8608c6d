"""Ninety days of the demo's past, lived through the actions, so that the books balance by construction.

Whoever begins with the same seed and time of day gets the same people, purchases and figures.
"""

from datetime import datetime, timedelta
from functools import partial

from goodword.ops.demo.agenda import Agenda, Tell
from goodword.ops.demo.content import PRODUCTS
from goodword.ops.demo.crowd import TEXTS, Crowd
from goodword.ops.demo.dice import Dice
from goodword.ops.demo.market import Fate, Market, Wish
from goodword.ops.demo.plant import Plan
from goodword.ops.demo.stories import put_stories, put_unpaid
from goodword.ops.demo.till import open_till

DAYS = 90
SHOPPERS = 300
PURCHASES = 420
# What becomes of a hundred purchases.
LOTS = {"well": 80, "leaves": 2, "forgets": 3, "cancels": 4, "regrets": 1, "returns": 6, "keeps": 4}
EARLY = 110  # shoppers who were there before
HOUR = timedelta(hours=1)


def live_through(
    plan: Plan, *, store: str, tell: Tell, seed: int = 1, shoppers: int = SHOPPERS, purchases: int = PURCHASES
) -> int:
    """Lives from 90 days ago until `plan.now`; `store` is the sandbox's file. How many purchases were made."""
    dice, agenda = Dice(seed), Agenda(plan.now)
    with open_till(store) as till:
        market, crowd = Market(plan, agenda, till, dice), Crowd(plan, agenda, dice)
        start = plan.now - timedelta(days=DAYS)
        market.fill(start)
        for number in range(1, shoppers + 1):
            agenda.put(_joined(number, shoppers, plan.now), partial(crowd.arrive, number))
        for day in range(2 * DAYS):
            agenda.put(start + day * 12 * HOUR + dice.between(1, 11) * HOUR, crowd.read)
        for number in range(purchases):
            agenda.put(_bought(number, purchases, plan.now, dice), Errand(market, crowd, dice).go)
        agenda.put(plan.now - 40 * HOUR, crowd.read_inboxes)
        put_stories(plan, agenda, market, crowd)
        put_unpaid(plan, agenda, market, crowd)
        agenda.live(start, plan.now - HOUR, tell=tell)
        market.count(plan.now - HOUR)
        agenda.live(plan.now - HOUR, plan.now, tell=lambda _done: None)
    return market.bought


def _joined(number: int, shoppers: int, now: datetime) -> datetime:
    """When a shopper joined: the first all at once, the others one after another until yesterday."""
    early = min(EARLY, shoppers // 2)
    late = max(number - early, 0) / (shoppers - early)
    return now - timedelta(days=DAYS) + (1 + late * (DAYS * 24 - 26)) * HOUR


def _bought(number: int, purchases: int, now: datetime, dice: Dice) -> datetime:
    """When a purchase was made: twice as many in the last days as in the first."""
    share = (number + 1) / (purchases + 1)
    grown = (-1 + (1 + 8 * share) ** 0.5) / 2 if share else 0
    return now - timedelta(days=DAYS) + (3 + grown * (DAYS * 24 - 8)) * HOUR + timedelta(seconds=dice.below(3600))


class Errand:
    """One shopper goes and buys something."""

    def __init__(self, market: Market, crowd: Crowd, dice: Dice) -> None:
        self.market, self.crowd, self.dice = market, crowd, dice

    def go(self, now: datetime) -> None:
        """Most buy one thing through a word, some two or three, some without a word."""
        buyer = self.dice.pick(self.crowd.there)
        words, weights = self.crowd.words_by(now)
        wishes = dict[str, Wish]()
        for _n in range(self.dice.weigh((1, 2, 3), (70, 22, 8))):
            if words and not self.dice.happens(12):
                word = self.dice.weigh(words, weights)
                key, post = word.products[0], self.crowd.id_of(word)
                self.crowd.note_bought(buyer, word, now)
            else:
                key, post = self.dice.pick(PRODUCTS).key, None
            kind = self.dice.below(len(self.market.offers[key]))
            wishes[key] = Wish(key, kind, self.dice.weigh((1, 2, 3), (80, 16, 4)), post)
        self.market.buy(buyer, self.crowd.homes[buyer], list(wishes.values()), self._fate(), now=now)

    def _fate(self) -> Fate:
        dice, sent = self.dice, self.dice.between(14, 60)
        arrived = dice.between(30, 120) if dice.happens(82) else None
        match dice.weigh(tuple(LOTS), tuple(LOTS.values())):
            case "leaves":
                return Fate(pays=False, left=dice.pick(TEXTS["second_thoughts"]) or "Changed my mind.")
            case "forgets":
                return Fate(pays=False)
            case "cancels":
                return Fate(cancelled=dice.pick(TEXTS["cancels"]), sent=14)
            case "regrets":
                return Fate(cancelled=dice.pick(TEXTS["regrets"]), sent=16, by_shop=True)
            case "returns":
                refused, answer = dice.happens(20), dice.pick(TEXTS["refusals"])
                why = dice.pick(TEXTS["returns"])
                return Fate(sent=sent, arrived=arrived or 60, returned=why, refused=refused, answer=answer)
            case "keeps":
                return Fate(sent=sent, arrived=arrived or 60, given=dice.pick(TEXTS["gifts"]))
        return Fate(sent=sent, arrived=arrived)
