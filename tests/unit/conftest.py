from hypothesis import HealthCheck, settings

# How fast a machine is, and what else runs on it, is no property of the code.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
