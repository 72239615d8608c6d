"""The script language in which a test tells the sandbox how to misbehave.

A script is a list of steps separated by commas, such as `late(90), dup(3)`. It is set for everything an account makes
from then on (`PUT /v1/script`) or for one intent, refund or payout (field `script` when it is made, or
`PUT /v1/intents/<key>/script`). Steps may be combined.

About calls to the sandbox (whatever makes or cancels something; questions are always answered truly):
  down                 answers 503 and does nothing
  timeout(s)           does it, answers s seconds later
  fail_after_doing     does it, answers 500
  refuse               answers 409, for good
About what becomes of it:
  fail                 refunds and payouts end failed; the payer's Pay ends failed
About notices:
  late(s)              sent s seconds later
  dup(n)               each sent n times, with the same id
  drop                 never sent
  reorder              a first attempt failed, the second succeeded; their notices arrive the other way round
  amount(+1)           says a changed amount (or -1, or any number)
  currency(EUR)        says another currency
  payee(name)          says another account
  live                 says that real money has moved
  unknown_fields       has fields nobody knows
  wrong_key            signed with another account's secret
  other_route          signed for another address
  replay_old           after each notice, the same comes again with a timestamp 301 s old
"""

import re
from dataclasses import dataclass, field
from typing import Any

STEP = re.compile(r"([a-z_]+)(?:\(([^()]*)\))?")
STEPS = {
    *("down", "timeout", "fail_after_doing", "refuse", "fail", "late", "dup", "drop", "reorder"),
    *("amount", "currency", "payee", "live", "unknown_fields", "wrong_key", "other_route", "replay_old"),
}
REPLAY_AGE = 301  # seconds; one more than what is fresh
GAP = 0.2  # seconds between notices that must not arrive together

Word = dict[str, Any]


class BadScript(ValueError):
    """A step that is not in the language."""


@dataclass(frozen=True, slots=True)
class Script:
    """A parsed script: step name to its argument, "" without one."""

    steps: dict[str, str] = field(default_factory=dict)

    def has(self, step: str) -> bool:
        """Whether the step is in it."""
        return step in self.steps

    def number(self, step: str, default: float) -> float:
        """The argument of a step as a number."""
        return float(self.steps.get(step) or default)


@dataclass(frozen=True, slots=True)
class Planned:
    """One notice to send: what it says and how it is told."""

    word: Word
    number: int = 0  # which of the notices about the same thing; the same number has the same id
    delay: float = 0.0
    age: int = 0  # how old its timestamp is
    wrong_key: bool = False
    other_route: bool = False


def parse(text: str) -> Script:
    """Reads a script; raises BadScript on an unknown step or an argument that is no number."""
    steps: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = STEP.fullmatch(part)
        if not match or match[1] not in STEPS:
            raise BadScript(part)
        steps[match[1]] = match[2] or ""
    script = Script(steps)
    for step in ("timeout", "late", "dup", "amount"):
        script.number(step, 0)
    return script


def plan(word: Word, script: Script) -> list[Planned]:
    """The notices that tell `word`, in the way the script says."""
    if script.has("drop"):
        return []
    told = [(_altered(word, script), 0, script.number("late", 0))]
    if script.has("reorder") and word["status"] == "done":
        failed = {**word, "status": "failed", "why": "first attempt"}
        told.append((_altered(failed, script), 1, script.number("late", 0) + GAP))
    planned = []
    for said, number, delay in told:
        once = Planned(said, number, delay, wrong_key=script.has("wrong_key"), other_route=script.has("other_route"))
        planned += [once] * int(script.number("dup", 1))
        if script.has("replay_old"):
            planned.append(Planned(said, number, delay + GAP, age=REPLAY_AGE))
    return planned


def _altered(word: Word, script: Script) -> Word:
    said = dict(word)
    if script.has("amount"):
        said["amount"] = word["amount"] + int(script.number("amount", 0))
    if script.has("currency"):
        said["currency"] = script.steps["currency"]
    if script.has("payee"):
        said["merchant"] = script.steps["payee"]
    if script.has("live"):
        said["mode"] = "live"
    if script.has("unknown_fields"):
        said |= {"colour": "green", "nested": {"deep": [1, 2.5, None]}}
    return said
