"""Sealed values: never twice the same, bound to their field, opened by older keys, never by altered bytes."""

from __future__ import annotations

import dataclasses

import pytest
from django.conf import LazySettings

from yipanqi.records import ciphers

NUMBER = "42059919900101001X"


def test_the_same_value_never_seals_to_the_same_bytes() -> None:
    sealed = [ciphers.seal("person.id_no", NUMBER) for _ in range(2_000)]
    assert len({one[1:13] for one in sealed}) == len(sealed)
    assert all(NUMBER.encode() not in one for one in sealed)


def test_a_sealed_value_belongs_to_its_field() -> None:
    sealed = ciphers.seal("person.phones", "13812346620")
    assert ciphers.unseal("person.phones", sealed) == "13812346620"
    with pytest.raises(ciphers.SealBroken):
        ciphers.unseal("person.id_no", sealed)


@pytest.mark.parametrize("place", [1, 12, 13, 20, -1])
def test_an_altered_byte_is_found(place: int) -> None:
    sealed = bytearray(ciphers.seal("person.id_no", NUMBER))
    sealed[place] ^= 1
    with pytest.raises(ciphers.SealBroken) as broken:
        ciphers.unseal("person.id_no", bytes(sealed))
    assert NUMBER not in str(broken.value)


def test_an_older_key_still_opens_what_it_sealed(settings: LazySettings) -> None:
    before = settings.KEYS
    old = ciphers.seal("person.id_no", NUMBER)
    settings.KEYS = dataclasses.replace(before, field={**before.field, "2": bytes(range(16))})
    new = ciphers.seal("person.id_no", NUMBER)
    assert (old[0], new[0]) == (1, 2)
    assert ciphers.unseal("person.id_no", old) == ciphers.unseal("person.id_no", new) == NUMBER
    settings.KEYS = before
    with pytest.raises(ciphers.SealBroken, match="2 号密钥"):
        ciphers.unseal("person.id_no", new)


def test_a_value_is_found_by_its_index_and_only_within_its_field() -> None:
    assert ciphers.blind_index("person.id_no", NUMBER) == ciphers.blind_index("person.id_no", NUMBER)
    assert ciphers.blind_index("person.id_no", NUMBER) != ciphers.blind_index("person.phone", NUMBER)
    assert len(ciphers.blind_index("person.id_no", NUMBER)) == 32
