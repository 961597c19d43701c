"""Every figure promised of the public site, measured on a throw-away site: `make quality`."""
