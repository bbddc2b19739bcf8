"""Identities: UUIDv7 for records and short random names for replicas."""

from __future__ import annotations

import re
import secrets
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0
_FORM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def new_id() -> str:
    """Return a new UUIDv7 (RFC 9562, section 5.7), increasing within this process even when the clock steps back."""
    global _last
    with _lock:
        now = max(time.time_ns() // 1_000_000, _last >> 12) << 12 | secrets.randbelow(1 << 11)
        _last = now = max(now, _last + 1)
    value = (now >> 12) << 80 | 7 << 76 | (now & 0xFFF) << 64 | 2 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))


def is_id(value: str) -> bool:
    """Tell whether the text is a UUIDv7 in its canonical lower-case form."""
    return _FORM.fullmatch(value) is not None


def new_replica() -> str:
    """Return a random name (12 hexadecimal digits) for one workspace on one machine."""
    return secrets.token_hex(6)
