"""A stand-in for a payment provider: a separate HTTP process with its own store, and the adapter that talks to it."""
