"""The bundled editor is what its sources pin: the name is the digest, every package is named with its licence."""

import re

from graph.component import bundle

LOCK = (bundle.SOURCE / "package-lock.json").read_text("utf-8")


def test_there_is_one_bundle_and_its_name_is_its_digest():
    (file,) = bundle.ASSETS.glob("codemirror-*.min.js")
    content = file.read_bytes()
    assert bundle.name_of(content) == file.name
    assert (bundle.ASSETS / bundle.DOOR).read_bytes() == bundle.door(content)
    assert len(content) <= bundle.LIMIT


def test_every_bundled_package_has_its_licence():
    notices = (bundle.ASSETS / bundle.LICENSES).read_text("utf-8")
    parts = re.split(r"\n=+\n\n", notices)[1:]
    assert [part.partition("\n")[0] for part in parts] == bundle.bundled(LOCK)
    assert all("Permission is hereby granted" in part for part in parts)  # all are under MIT


def test_packages_are_pinned_by_digest_and_not_by_address():
    assert "resolved" not in LOCK
    assert all(" sha512-" in f" {digest}" for digest in re.findall(r'"integrity": "([^"]*)"', LOCK))


def test_an_old_file_is_named(tmp_path, monkeypatch):
    (tmp_path / "editor").mkdir()
    (tmp_path / "codemirror-0.min.js").write_bytes(b"old")
    monkeypatch.setattr(bundle, "ASSETS", tmp_path)
    assert bundle.stale({bundle.LICENSES: b"text"}) == [bundle.LICENSES, "codemirror-0.min.js"]
