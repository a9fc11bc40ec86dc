"""Visits to the running app. A visit ends with the question whether anything left the machine or broke."""

from collections import defaultdict
from pathlib import Path

import pytest
from canvas_page import Canvas
from playwright.sync_api import Error, expect
from running import ARTICLES, CHROMIUM, PATIENCE, Explore, Watch, chromium, serving

HERE = Path(__file__).parent
WIDE = {"width": 1440, "height": 900}


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    if not Path(CHROMIUM).exists():
        pytest.skip(f"{CHROMIUM} is not there; as root, `make debian` installs it")
    expect.set_options(timeout=PATIENCE * 1000)
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def app(tmp_path_factory):
    """The app as it comes; nobody writes to it."""
    with serving(tmp_path_factory.mktemp("app") / "store") as url:
        yield url


@pytest.fixture(scope="session")
def own_app(tmp_path_factory):
    """The app with the texts at hand, for tests that import."""
    texts = ARTICLES if ARTICLES.is_dir() else None
    with serving(tmp_path_factory.mktemp("own") / "store", texts) as url:
        yield url


@pytest.fixture(scope="session")
def canvas_app(tmp_path_factory):
    """The canvas alone, see canvas_app.py."""
    with serving(tmp_path_factory.mktemp("canvas") / "store", script=str(HERE / "canvas_app.py")) as url:
        yield url


@pytest.fixture(scope="session")
def profiles():
    """Browsers with nothing in them but the app's own files, by how they look at a page; nobody is using them."""
    return defaultdict(list)


@pytest.fixture
def visit(browser, profiles, request):
    """Return a function that opens a page of the app, or of another one at `base`, in a clean browser."""
    visits = []

    def visit(path="/", *, base=None, viewport=WIDE, **options):
        base = base or request.getfixturevalue("app")
        looks = {"viewport": viewport, **options}
        free = profiles[repr(sorted(looks.items()))]
        context = free.pop() if free else browser.new_context(accept_downloads=True, **looks)
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        visits.append((context, free, Watch(page)))
        page.goto(base + path)
        return page

    yield visit
    for context, free, _ in visits:
        if cleared(context):
            free.append(context)
        else:
            context.close()
    for *_, watch in visits:
        assert watch.outside == [], "requests left the machine"
        assert watch.errors == []
        assert watch.dialogs == []


def cleared(context):
    """Close all pages of a browser and forget what they left but files; whether that could be done."""
    try:
        for page in context.pages:
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
            page.close()
        context.clear_cookies()
        context.clear_permissions()
    except Error:  # a page that has crashed, or is none of the app's
        return False
    return True


@pytest.fixture
def explore(visit):
    """Return a function that opens Explore and waits for the picture."""

    def explore(path="/", **options):
        return Explore(visit(path, **options))

    return explore


@pytest.fixture
def drawn(visit, canvas_app):
    """Return a function that opens a scene of canvas_app.py and waits for the picture."""

    def drawn(scene="story", **options):
        return Canvas(visit(f"/?scene={scene}", base=canvas_app, **options))

    return drawn
