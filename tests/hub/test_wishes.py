"""What is remembered of an address: never more than somebody would type."""

from festival.hub import wishes
from festival.hub.wishes import REMEMBERED, Wish, is_page, wish
from festival.links import MOST_PICKS
from festival.pages.kinds import KINDS, Asked

FESTIVAL = ("de", "en")


def test_what_nobody_would_type_is_remembered_by_nothing() -> None:
    before = wishes._found.cache_info().currsize
    for number in range(REMEMBERED):
        path = f"/A/{number:05}{'0' * 16_000}"
        assert (is_page(path), wish(path, b"", b"", FESTIVAL).asked) == (False, None)
        assert is_page(f"/T/{number:05}")
    assert wishes._found.cache_info().currsize <= min(REMEMBERED, before + REMEMBERED)
    assert not is_page("/Q" + "/" * 400)
    assert is_page("/A/" + "0" * 5 * MOST_PICKS + "/")


def test_a_query_counts_by_its_own_two_fields_whatever_stands_around_them() -> None:
    many = "&".join(f"a{number}={number}" for number in range(50)).encode()
    found = wish("/Q", b"%b&q=&q=gr%%C3%%BC%%C3%%9Fe+x&%b&l=en&q=no&l=de" % (many, many), b"de", FESTIVAL)
    assert found == Wish(Asked(KINDS["search"], query="grüße x"), "en", chose=True)
    for odd in (b"q=\xff", b"q=%FF%FE" + b"%" * 9, b"&&=&q", b"l=" + b"en" * 8_000):
        assert wish("/Q", odd, b"de", FESTIVAL).language == "de"
    assert wish("/Q", b"l=EN", b"de", FESTIVAL) == Wish(Asked(KINDS["search"]), "en", chose=True)
    assert wish("/Q", b"q=a%00b", b"de", FESTIVAL).asked is None


def test_of_what_was_typed_and_of_a_long_header_only_the_beginning_counts() -> None:
    typed = wish("/Q", b"q=" + b"%F0%9F%92%A9" * 1_300, b"", FESTIVAL).asked
    assert typed is not None
    assert typed.query == "💩" * 100
    assert wish("/", b"", b"en-GB, " + b"de-DE;q=0.1, " * 1_200, FESTIVAL).language == "en"
    assert wish("/", b"", b"x" * 16_000, FESTIVAL).language == "de"
