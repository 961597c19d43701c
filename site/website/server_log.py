"""How gunicorn's own process speaks in production: `--logger-class website.server_log.JsonLogger`."""

from gunicorn.config import Config
from gunicorn.glogging import Logger

from ground.logs import JsonLines


class JsonLogger(Logger):
    """gunicorn's lines in the same shape as ours, an object a line, from before Django is set up."""

    def setup(self, cfg: Config) -> None:
        """Set up as gunicorn does, then change the shape of what its handlers write."""
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(JsonLines())
