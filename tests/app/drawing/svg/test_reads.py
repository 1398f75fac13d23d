"""Which lists a box says that it reads."""

from app.drawing.svg.unit_box import KEY_CELL, reads

NAMES = ["wte", "wpe", "attn_wq", "attn_wk"]


def test_as_many_names_are_shown_as_there_is_room_for() -> None:
    assert reads(NAMES, 400.0) == "reads wte, wpe, attn_wq, attn_wk"
    assert reads(NAMES, KEY_CELL * 25) == "reads wte, wpe and 2 more"
    assert reads(NAMES, 10.0) == "reads 4 lists"
