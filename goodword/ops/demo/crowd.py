"""The demo's shoppers: who they are, whom they follow, what they look at, keep and say."""

import tomllib
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from goodword.checkout.rules import AddressDraft
from goodword.interests import actions as interests
from goodword.interests.actions import NewSignal, PersonSignal
from goodword.ops.demo.agenda import Agenda
from goodword.ops.demo.content import DOMAIN, EXPERTS, SHOPS, WORDS, DemoWord
from goodword.ops.demo.dice import Dice
from goodword.ops.demo.plant import Plan
from goodword.people import actions as people
from goodword.social import actions as social

TEXTS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "crowd.toml").read_text(encoding="utf-8"))
HOUR = timedelta(hours=1)


class Crowd:
    """Shoppers, those who have joined first. What they do is drawn from `dice`."""

    def __init__(self, plan: Plan, agenda: Agenda, dice: Dice) -> None:
        self.plan, self.agenda, self.dice = plan, agenda, dice
        self.there: list[UUID] = []
        self.homes: dict[UUID, AddressDraft] = {}
        taken_back = set(TEXTS["withdrawals"])
        self.words = [word for word in WORDS if f"{word.expert}/{word.products[0]}" not in taken_back]
        # A few words are read by many, many by a few.
        self.weights = [1 + 240 // (3 + n) for n in self.dice.some(range(len(self.words)), len(self.words))]
        self.weights[:12] = [max(weight, 30) for weight in self.weights[:12]]

    def arrive(self, number: int, now: datetime) -> None:
        """Shopper `number` joins and looks whom to follow."""
        chinese = self.dice.happens(62)
        name = (
            self.dice.pick(TEXTS["families"]) + self.dice.pick(TEXTS["given"])
            if chinese
            else self.dice.pick(TEXTS["elsewhere"])
        )
        person = people.join(
            email=f"shopper{number}@{DOMAIN}",
            name=name,
            password=None,
            language="zh-hans" if chinese else "en",
            now=now,
        )
        city, street = self.dice.pick(TEXTS["towns"])
        self.homes[person] = AddressDraft(
            name=name, street=f"{street} {self.dice.between(1, 200)} 号", city=city, country="CN", postcode="310000"
        )
        self.there.append(person)
        experts = self.dice.some([expert.key for expert in EXPERTS], self.dice.between(1, 3))
        for key in experts:
            self.follow(person, "person", str(self.plan.people[key]), now + HOUR)
        if self.dice.happens(50):
            self.follow(person, "topic", self.dice.pick(EXPERTS).topics[0][0], now + HOUR)
        if self.dice.happens(35):
            self.follow(person, "shop", str(self.plan.shops[self.dice.pick(SHOPS).slug]), now + HOUR)

    def follow(self, person: UUID, kind: str, target: str, at: datetime) -> None:
        """Puts on the agenda that somebody follows something."""
        self.agenda.put(at, lambda now: social.follow(person_id=person, kind=kind, target=target, now=now, by=person))

    def words_by(self, now: datetime) -> tuple[Sequence[DemoWord], Sequence[int]]:
        """The words that stand at a time, and how much each is read."""
        age = (self.plan.now - now) / HOUR
        standing = [(word, weight) for word, weight in zip(self.words, self.weights, strict=True) if word.age > age]
        return [word for word, _weight in standing], [weight for _word, weight in standing]

    def id_of(self, word: DemoWord) -> UUID:
        """The post's id."""
        return self.plan.words[word.expert, word.products[0]]

    def read(self, now: datetime) -> None:
        """Some of them look at words, open a few, and keep one now and then."""
        words, weights = self.words_by(now)
        if not words:
            return
        signals = list[PersonSignal]()
        for person in self.dice.some(self.there, 6 + len(self.there) // 18):
            for word in {self.dice.weigh(words, weights) for _n in range(self.dice.between(6, 14))}:
                signals.append(PersonSignal(person, NewSignal("seen", self.id_of(word))))
                if self.dice.happens(22):
                    product = self.plan.products[word.products[0]]
                    signals.append(PersonSignal(person, NewSignal("opened", self.id_of(word), product)))
                    if self.dice.happens(14):
                        social.save_post(person_id=person, post_id=self.id_of(word), now=now, by=person)
        interests.keep_signals(signals, now=now)

    def note_bought(self, person: UUID, word: DemoWord, now: datetime) -> None:
        """Somebody bought through a word."""
        product = self.plan.products[word.products[0]]
        kinds = ("opened", "carted", "bought")
        signals = [PersonSignal(person, NewSignal(kind, self.id_of(word), product)) for kind in kinds]
        interests.keep_signals(signals, now=now)

    def talk(self) -> None:
        """Puts on the agenda what is said below words: questions by anybody, answers by their authors."""
        ages = {(word.expert, word.products[0]): word.age for word in WORDS}
        for about, lines in TEXTS["talk"].items():
            expert, _slash, product = about.partition("/")
            post, age = self.plan.words[expert, product], ages[expert, product]
            thread = Thread(self, post, self.plan.people[expert])
            for number, text in enumerate(lines, start=1):
                at = self.plan.now - HOUR * (age - age * number // (len(lines) + 2))
                self.agenda.put(at, thread.saying(text))


class Thread:
    """What is said below one word."""

    def __init__(self, crowd: Crowd, post: UUID, author: UUID) -> None:
        self.crowd, self.post, self.author = crowd, post, author
        self.last: UUID | None = None

    def saying(self, text: str) -> Any:
        """The deed that says `text`; an answer begins with `>` and is the author's."""

        def say(now: datetime) -> None:
            answers = text.startswith("> ")
            by = self.author if answers else self.crowd.dice.pick(self.crowd.there)
            self.last = social.comment(
                post_id=self.post,
                author_id=by,
                text=text.removeprefix("> "),
                answer_to=self.last if answers else None,
                now=now,
                by=by,
            )

        return say
