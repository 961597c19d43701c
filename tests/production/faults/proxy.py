"""A proxy in front of a server that can refuse, delay and freeze."""

import select
import socket
import threading
import time

PIECE = 65536


class Proxy:
    """Listens on loopback and hands everything on to `target`, a port of loopback or a socket's path, as it is told.

    `delay` is waited for each piece of an answer, in seconds; while `frozen` nothing passes either way.
    """

    def __init__(self, target):
        self._target = target
        self.delay, self.frozen = 0.0, False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._open, self._ended = set(), False

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._ended = True
        self._listener.close()
        self.cut()

    def cut(self):
        """Break every connection there is."""
        for each in list(self._open):
            each.close()

    def refuse(self):
        """Be away: break what there is, and take nothing new."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def take_again(self):
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        listener = self._listener
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client):
        server = socket.socket(socket.AF_INET if isinstance(self._target, int) else socket.AF_UNIX)
        self._open |= {client, server}
        try:
            server.connect(("127.0.0.1", self._target) if isinstance(self._target, int) else self._target)
            while not self._ended:
                ready, _, _ = select.select([client, server], [], [], 0.2)
                while self.frozen and not self._ended:
                    time.sleep(0.05)
                for end in ready:
                    piece = end.recv(PIECE)
                    if not piece:
                        return
                    if end is server and self.delay:
                        time.sleep(self.delay)
                    (client if end is server else server).sendall(piece)
        except (OSError, ValueError):
            return
        finally:
            for end in (client, server):
                end.close()
                self._open.discard(end)
