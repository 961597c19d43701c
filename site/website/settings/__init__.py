"""Django settings: `environment` declares what an operator may set, `base` uses it, the rest only override."""
