"""Django's PostgreSQL, with an end to waiting: a database backend (`ENGINE = "ground.postgresql"`)."""
