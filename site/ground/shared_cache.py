"""Django's cache in a Redis that may be away: nothing is found then, nothing is kept, and nobody sees an error."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient

from ground.reach import OPTIONS, Answer, reach

KEYS_AT_ONCE = 500


class PatientClient(RedisCacheClient):
    """Django's client, which does without Redis where that is away."""

    def __init__(self, servers: Any, **options: Any) -> None:
        super().__init__(servers, **{**OPTIONS, **options})
        self._reach = reach(servers[0])

    def _ask(self, question: Callable[[], Answer], without: Answer) -> Answer:
        return self._reach.ask(question, otherwise=lambda: without)

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        return self._ask(partial(super().add, key, value, timeout), without=False)

    def get(self, key: Any, default: Any) -> Any:
        return self._ask(partial(super().get, key, default), without=default)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        self._ask(partial(super().set, key, value, timeout), without=None)

    def touch(self, key: Any, timeout: Any) -> bool:
        return self._ask(partial(super().touch, key, timeout), without=False)

    def delete(self, key: Any) -> bool:
        return self._ask(partial(super().delete, key), without=False)

    def get_many(self, keys: Any) -> dict[Any, Any]:
        return self._ask(partial(super().get_many, keys), without={})

    def has_key(self, key: Any) -> bool:
        return self._ask(partial(super().has_key, key), without=False)

    def incr(self, key: Any, delta: int) -> Any:
        """Return the new number. Raises `ValueError`, as for a key that is not there, while Redis is away."""
        found = self._ask(partial(super().incr, key, delta), without=None)
        if found is None:
            raise ValueError(key)
        return found

    def set_many(self, data: Mapping[Any, Any], timeout: Any) -> None:
        self._ask(partial(super().set_many, data, timeout), without=None)

    def delete_many(self, keys: Iterable[Any]) -> None:
        self._ask(partial(super().delete_many, keys), without=None)


class SharedCache(RedisCache):
    """The cache of all processes together.

    What was changed or signed out while Redis was away is unknown to it, so it is emptied when it comes back. Emptying
    takes what is ours alone: limits are counted in the same Redis.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = PatientClient
        self._reach = reach(server)
        self._reach.when_back(self._empty)

    def clear(self) -> None:
        """Forget everything that is kept under our prefix."""
        self._reach.ask(self._empty, otherwise=lambda: None)

    def _empty(self) -> None:
        client = self._cache.get_client(None, write=True)
        batch: list[Any] = []
        for key in client.scan_iter(match=f"{self.key_prefix}:*", count=KEYS_AT_ONCE):
            batch.append(key)
            if len(batch) >= KEYS_AT_ONCE:
                client.unlink(*batch)
                batch.clear()
        if batch:
            client.unlink(*batch)
