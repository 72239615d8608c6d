"""The stage of every room, and an operator at the desk."""

from collections.abc import Callable

import pytest
from django.test import Client

from goodword.people import actions as people
from goodword.people import queries as people_queries
from goodword.people.models import Person
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage, signed_in, stage

__all__ = ["signed_in", "stage"]


@pytest.fixture
def desk(stage: Stage, signed_in: Callable[[Person], Client]) -> Client:
    """The browser of an operator."""
    operator = scene.person("Op Erator", stage.now)
    people.grant_role(person_id=operator.id, role="operator", now=stage.now, by=None)
    return signed_in(people_queries.person(operator.id))
