"""The door for the clock: tick, deliver, snapshot, forget."""

from yipanqi.jobs import clockwork as clockwork
from yipanqi.jobs import imports as imports
from yipanqi.jobs import rehearsals as rehearsals
