"""WeChat Pay's notices: signed with its key, and encrypted with ours."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from pydantic import ValidationError

from goodword.payments.providers.interface import BadNotice, NoticeNotSigned, Report, SignedNotice
from goodword.payments.providers.wechatpay.client import Access, client
from goodword.payments.providers.wechatpay.words import Event, Refund, Trade
from goodword.payments.rules import is_fresh

HEADERS = ("wechatpay-serial", "wechatpay-signature", "wechatpay-timestamp", "wechatpay-nonce")
HEADER_MAX = 1000
TRADES = {"TRANSACTION.SUCCESS"}
REFUNDS = {"REFUND.SUCCESS", "REFUND.ABNORMAL", "REFUND.CLOSED"}


def parse(access: Access, headers: Mapping[str, str], body: bytes, now: datetime) -> SignedNotice:
    """Reads a notice for `access`. Refuses NoticeNotSigned and BadNotice."""
    given = {name: headers.get(name, "") for name in HEADERS}
    if not all(0 < len(value) <= HEADER_MAX and value.isascii() and value.isprintable() for value in given.values()):
        raise NoticeNotSigned
    if given["wechatpay-serial"] != access.public_id:  # the package would go and ask WeChat Pay for every stranger's
        raise NoticeNotSigned
    hidden = _opened(access, headers, body)
    sent = given["wechatpay-timestamp"]
    if not (len(sent) <= 11 and sent.isdigit() and is_fresh(datetime.fromtimestamp(int(sent), UTC), now)):
        raise BadNotice(why="wechatpay-timestamp")
    try:
        event = Event.model_validate_json(body)
        if event.event_type in TRADES:
            trade = Trade.model_validate_json(hidden)
            return _signed(event, trade.report(access.mode), trade)
        if event.event_type in REFUNDS:
            refund = Refund.model_validate_json(hidden)
            return _signed(event, refund.report(access.mode, access.mchid), refund)
    except ValidationError as error:
        raise BadNotice(why="body") from error
    return SignedNotice(event.id, None)


def _opened(access: Access, headers: Mapping[str, str], body: bytes) -> str:
    """What the notice hides; the package verifies the signature before it decrypts."""
    try:
        hidden = client(access).decrypt_callback(headers, body)
    except Exception as error:  # the package raises plain exceptions, and stumbles over bodies that are no JSON
        raise NoticeNotSigned from error
    if not hidden:
        raise NoticeNotSigned
    return str(hidden)


def _signed(event: Event, said: Report | None, thing: Trade | Refund) -> SignedNotice:
    """With what is kept of it: readable, and without the payer's openid."""
    return SignedNotice(event.id, said, kept=json.dumps({**event.model_dump(), "resource": thing.model_dump()}))
