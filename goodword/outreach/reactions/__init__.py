"""What people are told when something happened below. Delivered twice, everything stays as it was."""

from goodword.outreach.reactions import experts, leaving, prices, purchases, shops

__all__ = ["experts", "leaving", "prices", "purchases", "shops"]
