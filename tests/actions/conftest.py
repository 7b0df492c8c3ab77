"""Stories of acts happen with the cast on the stage."""

import pytest

from tests.actions.ledger_stage import Stage, make_stage
from tests.cast import Cast, everywhere, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Agencies and officers; the story begins with nobody's scope set."""
    with everywhere():
        return make_cast()


@pytest.fixture
def stage(db: None) -> Stage:
    """The city's tree with officers of two counties."""
    with everywhere():
        return make_stage()
