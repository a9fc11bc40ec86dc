"""`make soak`, the part on kills: 300 writers killed (-9) over a folder of a few thousand statements.

`SAYSO_KILLS` and `SAYSO_STATEMENTS` in the environment are other numbers.
"""

import os
import random

from dying import ACTS, Folder, News, Toll

KILLS = int(os.environ.get("SAYSO_KILLS", "300"))
STATEMENTS = int(os.environ.get("SAYSO_STATEMENTS", "2000"))
REOPENED = 5.0  # seconds


def test_no_kill_leaves_half_a_state_or_loses_what_was_acknowledged(tmp_path):
    dice = random.Random(6)
    folder, toll = Folder(tmp_path, News.of(STATEMENTS)), Toll()
    for act in ACTS:
        folder.run(act)  # once in peace, so that its length is known
    folder.run("restore")
    for turn in range(KILLS):
        act = folder.next_act(dice)
        folder.attack(act, dice.uniform(0, 1.3) * folder.typical[act], toll)
        print(f"{turn + 1} kills, {toll.halfway} halfway, {len(toll.wrong)} wrong", end="\r", flush=True)
        if turn % 20 == 19:
            toll.wrong += [f"stray: {name}" for name in folder.strays()]
    folder.sandbox.close()
    print(f"{KILLS} kills: {dict(toll.killed)}; {toll.halfway} before it was acknowledged; state before {toll.before},")
    print(f"after {toll.after}; opened again in at most {toll.slowest:.2f} s; wrong: {toll.wrong or 'nothing'}")
    assert toll.wrong == []
    assert toll.slowest <= REOPENED
    assert toll.before
    assert toll.after
