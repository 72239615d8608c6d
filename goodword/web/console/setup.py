"""What a new shop has done and what comes next, until it sells."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from goodword.catalog import queries as catalog
from goodword.partners import queries as partners
from goodword.partners.queries import ShopBrief, ShopView
from goodword.partners.rules import AGREEMENT_VERSION
from goodword.payments import queries as payments
from goodword.web.console.doors import Counter
from goodword.web.shell.jinja import url
from goodword.web.shell.say import money


@dataclass(frozen=True, slots=True)
class Step:
    """One thing on the list; `to` is where it is done, empty when it is not this person's to do."""

    name: str
    told: str
    done: bool
    to: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Setup:
    """The list, until the shop can be recommended and has something to sell."""

    steps: Sequence[Step]

    @property
    def done(self) -> int:
        """How many steps are behind."""
        return sum(step.done for step in self.steps)

    @property
    def next(self) -> Step | None:
        """The first thing still to do."""
        return next((step for step in self.steps if not step.done), None)


def setup(at: Counter) -> Setup | None:
    """The list of one shop, or None once it sells. One statement; three while it does not."""
    return _setups([at])[0]


def setups(person_id: UUID, briefs: Sequence[ShopBrief]) -> list[tuple[ShopBrief, Setup | None]]:
    """The shops of a person's list, each with its progress while it does not sell. Six statements, however many."""
    views = partners.shops(one.id for one in briefs)
    return list(zip(briefs, _setups([Counter(person_id, views[one.id], "") for one in briefs]), strict=True))


def _setups(counters: Sequence[Counter]) -> list[Setup | None]:
    goods = catalog.with_goods(at.shop.id for at in counters)
    sells = {at.shop.id for at in counters if at.shop.recommendable} & goods
    ids = [at.shop.id for at in counters if at.shop.id not in sells]
    terms = partners.with_terms(ids) if ids else set()
    accounts = {payee for payee, known in payments.destinations_of(ids).items() if known} if ids else set()
    return [
        None
        if (own := at.shop.id) in sells
        else Setup([*_papers(at), *_selling(at, own in goods, own in terms, own in accounts), _verified(at.shop)])
        for at in counters
    ]


def _papers(at: Counter) -> list[Step]:
    shop = at.shop
    terms = url("console-terms", shop.slug) if at.owns else ""
    fee = _("Delivery %(fee)s, %(days)s days to return.") % {
        "fee": money(shop.delivery_fee, shop.currency),
        "days": shop.return_days,
    }
    return [
        Step(_("Legal identity"), f"{shop.legal_name}, {shop.registration}", True, terms, _("Change")),
        Step(_("Delivery and returns"), fee, True, terms, _("Change")),
        Step(
            _("Partner agreement"),
            _("An owner reads it below and accepts it."),
            shop.agreement == AGREEMENT_VERSION,
            "#agreement" if at.owns and shop.agreement != AGREEMENT_VERSION else "",
            _("Read it"),
        ),
    ]


def _selling(at: Counter, goods: bool, terms: bool, account: bool) -> list[Step]:
    slug = at.shop.slug
    return [
        Step(
            _("First goods"),
            _("By hand with pictures, from a file, or from your feed."),
            goods,
            url("console-products" if goods else "console-product-new", slug) if at.sells else "",
            _("Add") if not goods else _("Look"),
        ),
        Step(
            _("Commission"),
            _("What a word that led to a sale earns."),
            terms,
            url("console-commission", slug) if at.sells else "",
            _("Set it"),
        ),
        Step(
            _("Payout account"),
            _("Where your money goes once it is yours."),
            account,
            url("console-account", slug) if at.owns else "",
            _("Set it"),
        ),
    ]


def _verified(shop: ShopView) -> Step:
    told = _("We look at your papers; you need not do anything.")
    return Step(_("Verification by Goodword"), told, shop.verified_at is not None)
