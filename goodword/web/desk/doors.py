"""Who may come to the desk: operators. For everybody else it does not exist (S-04, S-74)."""

from goodword.people import queries as people
from goodword.web.shell.doors import Inside, P, View, only


def operator(view: Inside[P]) -> View[P]:
    """Gives `view` the id of an operator; a guest is asked to sign in."""
    return only(lambda person: people.has_role(person, "operator"))(view)
