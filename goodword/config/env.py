"""Every setting an operator can make, with its default and meaning. docs/reference.md lists the same; a test compares.

Any of them may be given by a file: GOODWORD_STRIPE_KEY_FILE names one whose text is GOODWORD_STRIPE_KEY.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.core.exceptions import ImproperlyConfigured

HOME: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable."""

    name: str
    default: str
    meaning: str

    def text(self) -> str:
        """Its value now; NAME_FILE names a file that has it, which is how secrets are handed to containers."""
        file = os.environ.get(f"{self.name}_FILE")
        if not file:
            return os.environ.get(self.name, self.default)
        try:
            return Path(file).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{self.name}_FILE names {file}, which cannot be read: {error}.") from error

    def yes(self) -> bool:
        """Its value as a switch: 1, true, yes or on."""
        return self.text().lower() in {"1", "true", "yes", "on"}

    def words(self) -> list[str]:
        """Its value as a list, separated by commas."""
        return [word.strip() for word in self.text().split(",") if word.strip()]


MODE = Setting("GOODWORD_MODE", "production", "production, dev or demo. Demo sign-ins exist only in demo.")
DATA = Setting("GOODWORD_DATA", str(HOME / "var"), "Folder for the SQLite file, pictures and the demo's own keys.")
DATABASE_URL = Setting("DATABASE_URL", "", "postgresql://user:password@host/name; empty: SQLite in GOODWORD_DATA.")
SECRET_KEY = Setting(
    "GOODWORD_SECRET_KEY", "", "Signs sessions and links. At least 50 random characters in production."
)
BASE_URL = Setting(
    "GOODWORD_BASE_URL", "http://localhost:8000", "The address people use; links in e-mails begin with it."
)
HOSTS = Setting(
    "GOODWORD_HOSTS", "", "Host names the server answers to, by commas. Empty: the host of GOODWORD_BASE_URL."
)
PROXIES = Setting("GOODWORD_PROXIES", "", "Addresses of trusted reverse proxies whose X-Forwarded-For is believed.")
POOL = Setting("GOODWORD_DB_POOL", "4", "Largest number of PostgreSQL connections of one server process.")
SANDBOX_URL = Setting("GOODWORD_SANDBOX_URL", "http://127.0.0.1:8020", "Where the sandbox payment provider listens.")
SANDBOX_KEY = Setting(
    "GOODWORD_SANDBOX_KEY", "sandbox-test-key", "API key at the sandbox provider; begins with sandbox-."
)
SANDBOX_SECRET = Setting(
    "GOODWORD_SANDBOX_SECRET",
    "sandbox-notice-secret",
    "Signs the sandbox provider's notices. Two by a comma while one is being replaced.",
)
SANDBOX_ALLOWED = Setting(
    "GOODWORD_SANDBOX_ALLOWED", "", "yes: the sandbox provider may be used in production mode (S-23)."
)
STRIPE_KEY = Setting(
    "GOODWORD_STRIPE_KEY", "", "Secret or restricted API key at Stripe; sk_live_ or rk_live_ in production only (S-23)."
)
STRIPE_ACCOUNT = Setting("GOODWORD_STRIPE_ACCOUNT", "", "The id of your account at Stripe; begins with acct_.")
STRIPE_SECRET = Setting(
    "GOODWORD_STRIPE_SECRET",
    "",
    "Signing secret of the webhook endpoint /api/hooks/stripe; begins with whsec_. Two by a comma while one is being "
    "replaced.",
)
WECHATPAY_APPID = Setting("GOODWORD_WECHATPAY_APPID", "", "The appid bound to your merchant number at WeChat Pay.")
WECHATPAY_MCHID = Setting("GOODWORD_WECHATPAY_MCHID", "", "Your merchant number at WeChat Pay.")
WECHATPAY_SERIAL = Setting("GOODWORD_WECHATPAY_SERIAL", "", "Serial number of your merchant certificate.")
WECHATPAY_KEY = Setting("GOODWORD_WECHATPAY_KEY", "", "Its private key (PEM); best given by a file.")
WECHATPAY_APIV3 = Setting(
    "GOODWORD_WECHATPAY_APIV3", "", "The APIv3 key, 32 characters; notices are encrypted with it."
)
WECHATPAY_PUBLIC_ID = Setting(
    "GOODWORD_WECHATPAY_PUBLIC_ID", "", "Id of WeChat Pay's public key for you; begins with PUB_KEY_ID_."
)
WECHATPAY_PUBLIC_KEY = Setting("GOODWORD_WECHATPAY_PUBLIC_KEY", "", "That public key (PEM); best given by a file.")
EMAIL_URL = Setting(
    "GOODWORD_EMAIL_HOST",
    "",
    "SMTP host as user:password@host:port. Empty: e-mails are written to GOODWORD_DATA/mail.",
)
EMAIL_FROM = Setting("GOODWORD_EMAIL_FROM", "Goodword <hello@localhost>", "Sender of e-mails.")
LOG_LEVEL = Setting("GOODWORD_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR.")
AUTO_RECEIPT_DAYS = Setting(
    "GOODWORD_AUTO_RECEIPT_DAYS", "10", "Days after dispatch until an order counts as received."
)
QUOTE_MINUTES = Setting("GOODWORD_QUOTE_MINUTES", "15", "How long a quote's prices hold.")
PAYMENT_MINUTES = Setting("GOODWORD_PAYMENT_MINUTES", "30", "How long stock stays reserved for an unpaid purchase.")
PLATFORM_BP = Setting("GOODWORD_PLATFORM_BP", "200", "The platform's fee in basis points of the goods' price.")
OPERATOR = Setting("GOODWORD_OPERATOR", "", "Who runs this house: name and postal address, shown on /about/.")
CONTACT = Setting("GOODWORD_CONTACT", "", "E-mail address by which people reach who runs this house; on /about/.")
SERVER_WORKERS = Setting("GOODWORD_WORKERS", "2", "Processes of goodword serve; about one per core.")
SERVER_THREADS = Setting("GOODWORD_THREADS", "4", "Threads of each server process.")
PAYOUT_WEEKDAY = Setting("GOODWORD_PAYOUT_WEEKDAY", "0", "Day of the weekly payout, 0 is Monday.")

SETTINGS: Final = [value for value in list(globals().values()) if isinstance(value, Setting)]
