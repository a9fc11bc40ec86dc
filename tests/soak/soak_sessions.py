"""`make soak`, the part on sessions: 50 people for 10 minutes on one server, with an import running.

`SAYSO_SESSIONS` and `SAYSO_SECONDS` in the environment are other numbers.
"""

import os

from crowding import visited

SESSIONS = int(os.environ.get("SAYSO_SESSIONS", "50"))
SECONDS = float(os.environ.get("SAYSO_SECONDS", "600"))
STATEMENTS = 5000
LIMIT = 500  # milliseconds, p95 of a rerun
GROWTH = 0.05  # of memory in the second half


def test_fifty_people_for_ten_minutes_are_answered_and_leave_nothing_behind(tmp_path):
    visits = visited(tmp_path, SESSIONS, SECONDS, STATEMENTS, until_forgotten=True)
    print(f"{visits.acts} reruns, {visits.imports} articles imported, p95 {visits.p95:.0f} ms,")
    print(f"memory by the minute, MB: {visits.sizes}, {visits.growth:+.1%} in the second half; {visits}")
    assert visits.imports > 0
    assert visits.outside == frozenset()
    assert visits.older == []
    assert visits.handles <= 0
    assert visits.children <= 0
    assert visits.p95 <= LIMIT
    assert visits.growth <= GROWTH
