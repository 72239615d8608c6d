"""Who may come into the studio."""

from goodword.people import queries as people
from goodword.web.shell.doors import Inside, P, View, only


def expert(view: Inside[P]) -> View[P]:
    """Gives `view` the id of an expert, also of one who lost their field: what they earned stays theirs to see."""
    return only(people.credentials_of)(view)
