"""From what an avatar is drawn."""

import secrets


def new_seed() -> str:
    """Return 16 random hexadecimal characters, from which an avatar is drawn."""
    return secrets.token_hex(8)
