"""A stamp is fresh until something it was made from changes."""

from scripts.fingerprint import files_below, fingerprint, is_fresh, write_stamp


def test_content_name_and_words_count_and_skipped_folders_do_not(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.ts").write_text("one")
    (tmp_path / "node_modules").mkdir()

    def value(*also):
        return fingerprint(files_below(tmp_path, skip=["node_modules"]), also=also)

    first = value()
    (tmp_path / "node_modules" / "x.js").write_text("x")
    assert value() == first
    assert value("node 24") != first
    (tmp_path / "src" / "a.ts").write_text("two")
    changed = value()
    assert changed != first
    (tmp_path / "src" / "a.ts").rename(tmp_path / "src" / "b.ts")
    assert value() not in {first, changed}


def test_a_stamp_is_fresh_only_for_its_value(tmp_path):
    stamp = tmp_path / "made" / ".stamp"
    assert not is_fresh(stamp, "1")
    write_stamp(stamp, "1")
    assert is_fresh(stamp, "1")
    assert not is_fresh(stamp, "2")


def test_a_folder_that_is_not_there_has_no_files(tmp_path):
    assert list(files_below(tmp_path / "nowhere")) == []
