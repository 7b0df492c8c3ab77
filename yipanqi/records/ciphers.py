"""Sealing what must not lie open in the database: SM4-GCM for values, HMAC-SM3 for looking them up.

The keys come from the settings (environment or a key file). A sealed value is
`key id (1) | nonce (12) | ciphertext | tag (16)`; the field's name is the associated data, so
that a sealed phone cannot be pasted over a sealed identity number. The last key seals, all of
them unseal, so a key can be replaced while old values stay readable.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

_NONCE_BYTES = 12
_TAG_BYTES = 16


class SealBroken(Exception):
    """A sealed value was altered, or the key is not the one it was sealed with."""


def seal(field: str, text: str) -> bytes:
    """Encrypt `text` under SM4-GCM for `field`; an empty text seals to empty bytes."""
    return seal_bytes(field, text.encode())


def seal_bytes(field: str, data: bytes) -> bytes:
    """Encrypt bytes (a whole file, a row) under SM4-GCM for `field`; nothing seals to nothing."""
    if not data:
        return b""
    nonce = os.urandom(_NONCE_BYTES)
    key_id, key = list(settings.KEYS.field.items())[-1]
    encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(field.encode())
    return bytes([int(key_id)]) + nonce + encryptor.update(data) + encryptor.finalize() + encryptor.tag


def unseal(field: str, sealed: bytes | memoryview | None) -> str:
    """Decrypt what `seal` made.

    Raises:
        SealBroken: the bytes were altered or belong to another field or key.
    """
    return unseal_bytes(field, sealed).decode()


def unseal_bytes(field: str, sealed: bytes | memoryview | None) -> bytes:
    """Decrypt what `seal_bytes` made.

    Raises:
        SealBroken: the bytes were altered or belong to another field or key.
    """
    data = bytes(sealed or b"")
    if not data:
        return b""
    nonce, body, tag = data[1 : 1 + _NONCE_BYTES], data[1 + _NONCE_BYTES : -_TAG_BYTES], data[-_TAG_BYTES:]
    key = settings.KEYS.field.get(str(data[0]))
    if key is None:
        raise SealBroken(f"{field} 是用 {data[0]} 号密钥加密的，本机没有这把密钥")
    decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(field.encode())
    try:
        return decryptor.update(body) + decryptor.finalize()
    except InvalidTag as broken:
        raise SealBroken(f"{field} 的密文无法解开：密钥不符或数据被改动") from broken


def blind_index(field: str, value: str) -> bytes:
    """The 32-byte HMAC-SM3 under which a sealed value is found again (never reversible)."""
    mac = hmac.HMAC(settings.KEYS.index, hashes.SM3())
    mac.update(f"{field}\x00{value}".encode())
    return mac.finalize()
