"""The name of the simulator's address, made as modeladmin makes them."""

from comments.desk.urls import BASE_PATH as DESK

SIMULATOR_PATH = f"{DESK}/simulator"
SIMULATOR = f"{DESK}_simulator_modeladmin_index"
