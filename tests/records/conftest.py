"""Records are read with the cast on the stage."""

import pytest

from tests.cast import Cast, everywhere, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Agencies and officers; everything in scope comes with `everywhere()`."""
    with everywhere():
        return make_cast()
