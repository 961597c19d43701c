"""What the website as a whole adds to Wagtail's admin."""

from wagtail import hooks

from website.health import standstill_panel
from website.userbar import across_origins

hooks.register("construct_wagtail_userbar", across_origins)
hooks.register("construct_homepage_panels", standstill_panel)
