import shutil
import struct
import zlib

import pytest
from PIL import Image

from tests.unit.website.transfer.reading import SAMPLES
from website.transfer import limits
from website.transfer.pictures import UnusablePictureError, find_picture, read_picture


@pytest.fixture
def folder(tmp_path):
    inner = tmp_path / "inner"
    (inner / "page_files").mkdir(parents=True)
    for place in (inner, inner / "page_files", tmp_path):
        shutil.copy(SAMPLES / "puddle.png", place / "a b.png")
    return inner


@pytest.mark.parametrize(
    "source", ["a b.png", "a%20b.png", "./a%20b.png?w=1#x", "https://cdn.example/media/a%20b.png", "/media/a b.png"]
)
def test_pictures_beside_the_file_are_found(folder, source):
    assert find_picture(source=source, folder=folder) == folder / "a b.png"


def test_pictures_in_the_folder_a_browser_saves_are_found(folder):
    assert find_picture(source="page_files/a b.png", folder=folder) == folder / "page_files" / "a b.png"


@pytest.mark.parametrize(
    "source",
    [
        "",
        "gone.png",
        "../a b.png",
        "page_files/../../a b.png",
        "..%2fa b.png",
        "https://x.example/",
        ".",
        "page_files",
        "data:image/png;base64,AAAA",
        "a\0b.png",
        "%ff.png",
        "http://[::1/a",
        "x" * 5000,
    ],
)
def test_nothing_else_is_opened(folder, source):
    with pytest.raises(UnusablePictureError):
        find_picture(source=source, folder=folder)


def test_a_link_out_of_the_folder_is_not_followed(folder):
    (folder / "out.png").symlink_to(folder.parent / "a b.png")
    (folder / "loop.png").symlink_to(folder / "loop.png")
    for source in ("out.png", "loop.png"):
        with pytest.raises(UnusablePictureError):
            find_picture(source=source, folder=folder)


def test_the_kind_is_known_by_content(folder):
    (folder / "a b.png").rename(folder / "a.jpg")
    assert read_picture(path=folder / "a.jpg")[1] == "png"


@pytest.mark.parametrize(
    "content", [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.4", b"GIF89a"]
)
def test_other_kinds_are_not_taken(tmp_path, content):
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(UnusablePictureError):
        read_picture(path=tmp_path / "a.png")


def test_half_a_picture_is_not_taken(tmp_path):
    Image.effect_noise((200, 200), 50).save(tmp_path / "a.png")
    data = (tmp_path / "a.png").read_bytes()
    (tmp_path / "a.png").write_bytes(data[: len(data) // 2])
    with pytest.raises(UnusablePictureError, match="broken"):
        read_picture(path=tmp_path / "a.png")


def test_a_picture_bomb_is_refused_before_it_is_decoded(tmp_path):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    for side in (8_000, 12_000, 60_000):
        header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
        png = (
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", header)
            + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
            + chunk(b"IEND", b"")
        )
        (tmp_path / "a.png").write_bytes(png)
        with pytest.raises(UnusablePictureError, match="million pixels"):
            read_picture(path=tmp_path / "a.png")


def test_a_large_file_is_refused(tmp_path):
    with (tmp_path / "a.png").open("wb") as file:
        file.truncate(limits.MAX_PICTURE_BYTES + 1)
    with pytest.raises(UnusablePictureError, match="larger"):
        read_picture(path=tmp_path / "a.png")
