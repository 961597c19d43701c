"""How gunicorn serves the backend in production. The address comes with `--bind`, processes from WEB_CONCURRENCY."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

chdir = str(ROOT / "site")
pythonpath = str(ROOT)
wsgi_app = "website.wsgi"
worker_class = "gthread"
threads = 8
timeout = 60
"""Seconds after which a process that gives no sign is replaced: editors wait for the database up to 50."""
graceful_timeout = 25
"""Seconds that answers under way may take after SIGTERM; systemd waits 30 before it ends everything."""
keepalive = 0
"""The proxy opens a connection for each request, so that none is closed while a request is on its way."""
forwarded_allow_ips = ""
"""Whom a proxy calls for is read by the site itself, see BLOG_PROXIES."""
control_socket_disable = True
logger_class = "website.server_log.JsonLogger"
"""In the shape of our own lines; the site writes a line for every request, so gunicorn writes none."""
