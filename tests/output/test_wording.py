"""Words of outputs: the order of names."""

from placement.output.wording import alphabetical


def test_names_are_sorted_as_in_a_czech_index() -> None:
    """Č, Ř, Š, Ž have places of their own, Ch comes after H, other accents decide last."""
    index = ["Centrum", "Čapkova", "Ďolíček", "Hamr", "Horní Ves", "Chudeřín", "Janov", "Osada"]
    index += ["Rada", "Řada", "Sadová", "Šumná", "Zahradní", "Záluží", "Žižkova"]

    assert sorted(set(index), key=alphabetical) == index
    assert sorted(["Šumná", "Záluží", "Smetanova"], key=alphabetical)[1] == "Šumná"
