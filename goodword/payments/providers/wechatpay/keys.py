"""Keys for the stand-in: an RSA pair each for the merchant, WeChat Pay and a stranger, made once in a process."""

import base64
import json
import secrets
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

SCHEME = "WECHATPAY2-SHA256-RSA2048"


@lru_cache(maxsize=8)
def pair(owner: str) -> RSAPrivateKey:
    """The key of an owner."""
    return generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(owner: str) -> str:
    """As a merchant keeps it."""
    return pair(owner).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_pem(owner: str) -> str:
    """As others get it."""
    public = pair(owner).public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def sign(owner: str, *parts: str) -> str:
    """SHA256 with RSA over the parts, each with a line's end."""
    signed = "".join(f"{part}\n" for part in parts).encode()
    return base64.b64encode(pair(owner).sign(signed, PKCS1v15(), SHA256())).decode()


def is_signed(owner: str, signature: str, *parts: str) -> bool:
    """Whether the owner has signed the parts."""
    signed = "".join(f"{part}\n" for part in parts).encode()
    try:
        pair(owner).public_key().verify(base64.b64decode(signature), signed, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def headers_for(owner: str, serial: str, body: str, timestamp: int) -> dict[str, str]:
    """What WeChat Pay puts over its answers and notices."""
    nonce = secrets.token_hex(16)
    return {
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Serial": serial,
        "Wechatpay-Signature": sign(owner, str(timestamp), nonce, body),
        "Wechatpay-Signature-Type": SCHEME,
        "Wechatpay-Timestamp": str(timestamp),
    }


def hide(apiv3: str, kind: str, content: dict[str, Any]) -> dict[str, str]:
    """The `resource` of a notice."""
    nonce = secrets.token_hex(6)
    sealed = AESGCM(apiv3.encode()).encrypt(nonce.encode(), json.dumps(content).encode(), kind.encode())
    return {
        "algorithm": "AEAD_AES_256_GCM",
        "associated_data": kind,
        "ciphertext": base64.b64encode(sealed).decode(),
        "nonce": nonce,
        "original_type": kind,
    }


def show(apiv3: str, resource: dict[str, str]) -> dict[str, Any]:
    """What a `resource` hides."""
    sealed, nonce = base64.b64decode(resource["ciphertext"]), resource["nonce"].encode()
    content: dict[str, Any] = json.loads(
        AESGCM(apiv3.encode()).decrypt(nonce, sealed, resource["associated_data"].encode())
    )
    return content
