"""How the sandbox signs its notices: the Standard Webhooks scheme, with one secret for each address.

Headers webhook-id, webhook-timestamp and webhook-signature (`v1,` and base64 of HMAC-SHA256 over
`id.timestamp.body`). The scheme gives every address its own secret; here it is derived from the account's secret and
the path of the address, so that a notice signed for one path is worth nothing at another (S-21).
"""

import base64
import hmac
from collections.abc import Iterable


def address_secret(secret: str, path: str) -> bytes:
    """The key that signs notices of the account with `secret` to the address with `path`."""
    return hmac.digest(secret.encode(), f"address:{path}".encode(), "sha256")


def sign(secret: str, path: str, notice_id: str, timestamp: int, body: bytes) -> str:
    """The value of webhook-signature."""
    signed = b".".join([notice_id.encode(), str(timestamp).encode(), body])
    return "v1," + base64.b64encode(hmac.digest(address_secret(secret, path), signed, "sha256")).decode()


def headers_for(secret: str, path: str, notice_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers a notice is sent with."""
    return {
        "content-type": "application/json",
        "webhook-id": notice_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(secret, path, notice_id, timestamp, body),
    }


def is_signed(secrets: Iterable[str], path: str, notice_id: str, timestamp: int, body: bytes, signatures: str) -> bool:
    """Whether one of the `signatures`, separated by spaces, was made with one of our `secrets` (constant time)."""
    given = [signature.encode() for signature in signatures.split()[:5]]
    wanted = [sign(secret, path, notice_id, timestamp, body).encode() for secret in secrets]
    equal = [hmac.compare_digest(one, other) for one in given for other in wanted]
    return any(equal)
