"""Goodword: a recommendation becomes a purchase, the money waits, the goods arrive, everyone is paid exactly once."""
