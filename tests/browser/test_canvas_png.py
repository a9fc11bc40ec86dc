"""Save as PNG: everything that is drawn, at twice its size, under a name that cannot do harm."""

import io

import pytest
from PIL import Image

BLUE = {"light": (0x2F, 0x6F, 0xD0), "dark": (0x6F, 0xA3, 0xF2)}
PAPER = {"light": (0xFC, 0xFC, 0xFA), "dark": (0x14, 0x17, 0x1D)}


def saved(canvas):
    with canvas.page.expect_download() as download:
        canvas.tool("Save as PNG").click()
    return download.value.suggested_filename, Image.open(io.BytesIO(download.value.path().read_bytes())).convert("RGB")


@pytest.mark.parametrize("scheme", PAPER)
def test_the_whole_picture_twice_as_large_with_its_caption(drawn, scheme):
    canvas = drawn(color_scheme=scheme)
    name, picture = saved(canvas)
    assert name == "sayso-graph.png"
    width, height = picture.size
    assert 2 * 800 < width < 2 * (800 + 200)
    assert picture.getpixel((2, 2)) == picture.getpixel((width - 2, height - 2)) == PAPER[scheme]
    halves = picture.crop((0, 0, width // 2, height)), picture.crop((width // 2, 0, width, height))
    for half in halves:
        colours = {colour: count for count, colour in half.getcolors(1_000_000)}
        assert colours[BLUE[scheme]] > 1000, "both people are on it"
    foot = picture.crop((0, height - 60, width, height))
    assert len(foot.getcolors(100_000)) > 10, "the caption"
    for _ in range(5):
        canvas.tool("Zoom in").click()
    assert saved(canvas)[1].size == picture.size, "whatever is in view"


def test_it_is_as_large_on_a_dense_screen(drawn):
    sizes = [saved(drawn(device_scale_factor=ratio))[1].size for ratio in (1, 2)]
    assert sizes[0] == pytest.approx(sizes[1], abs=4)


def test_it_ends_at_8000_pixels(drawn):
    _, picture = saved(drawn("wide"))
    assert picture.size[0] == pytest.approx(8000, abs=2)


def test_its_name_is_never_from_the_data(drawn):
    assert {saved(drawn(scene))[0] for scene in ("hostile", "plain")} == {"sayso-graph.png"}


def test_saving_moves_nothing(drawn):
    canvas = drawn()
    before = canvas.places
    saved(canvas)
    assert canvas.places == before
    assert canvas.mounts == 1
