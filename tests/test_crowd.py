"""A sample of the sessions of `make soak`, without their limits on time and memory."""

import pytest
from crowding import visited

SESSIONS, SECONDS, STATEMENTS = 5, 10, 1200


@pytest.mark.browser  # as slow as one, and after the fast tests for the same reason
def test_people_at_work_during_an_import_meet_no_error_and_leave_no_older_state_open(tmp_path):
    visits = visited(tmp_path, SESSIONS, SECONDS, STATEMENTS)
    assert visits.acts >= SESSIONS
    assert visits.imports > 0
    assert visits.outside == frozenset()
    assert visits.older == []
    assert visits.children <= 0
