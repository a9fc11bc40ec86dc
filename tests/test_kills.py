"""A dozen of the kills of `make soak`: whatever a writer was doing, the state is the one before or the one after."""

import random

from dying import ACTS, Folder, News, Toll


def test_a_dozen_kills_leave_a_whole_state_and_nothing_else(tmp_path, sandbox):
    dice = random.Random(7)
    folder, toll = Folder(tmp_path, News.of(60), sandbox), Toll()
    for act in ACTS:
        folder.run(act)
    folder.run("restore")
    for act in ("import", "replace", "remove", "restore", *dice.sample(ACTS, 8)):
        if act in {"import", "remove"} and folder.has_article() != (act == "remove"):
            folder.run({"import": "remove", "remove": "import"}[act])
        folder.attack(act, dice.uniform(0, 1.1) * folder.typical[act], toll)
    assert toll.wrong == []
    assert folder.strays() == []
    assert toll.killed.total() == 12
