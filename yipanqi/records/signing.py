"""Signing the head of the journal: behind an interface, so that SM2 by a city's own device can take Ed25519's place."""

from __future__ import annotations

from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings


class Signer(Protocol):
    """Whoever signs: names its algorithm and its public key, signs bytes, and knows its own signatures again."""

    algorithm: str
    public_key: str

    def sign(self, message: bytes) -> bytes:
        """The signature of `message`."""

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Whether `signature` is this signer's over `message`."""


class Ed25519Signer:
    """Ed25519 from a secret of 32 bytes."""

    algorithm = "Ed25519"

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.public_key = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self._key.sign(message)

    def verify(self, message: bytes, signature: bytes) -> bool:
        """True only for an untouched message."""
        try:
            self._key.public_key().verify(signature, message)
        except InvalidSignature:
            return False
        return True


def signer() -> Signer:
    """The signer of this installation (YIPANQI_ANCHOR_KEY)."""
    return Ed25519Signer(settings.KEYS.anchor)
