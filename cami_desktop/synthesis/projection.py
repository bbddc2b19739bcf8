"""From longitude and latitude to a plane: the Lambert azimuthal equal-area projection around Central Asia."""

from __future__ import annotations

import math

CENTRE = (70.0, 45.0)
"""Longitude and latitude of the centre, between the range states."""

RADIUS = 6371.0072
"""Radius in kilometres of the sphere with the area of the Earth (authalic, WGS 84)."""

_SIN = math.sin(math.radians(CENTRE[1]))
_COS = math.cos(math.radians(CENTRE[1]))


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Kilometres east and south of the centre (Snyder 1987, Map Projections, equations 22-4, 24-2 and 24-3).

    Areas are true; within 1,500 km of the centre lengths are by less than one in a hundred too long or too short.
    The opposite point of the Earth, which has no place, is put at the rim.
    """
    east, north = math.radians(longitude - CENTRE[0]), math.radians(latitude)
    sin, cos = math.sin(north), math.cos(north)
    along = cos * math.cos(east)
    stretch = RADIUS * math.sqrt(2.0 / max(1.0 + _SIN * sin + _COS * along, 1e-9))
    return stretch * cos * math.sin(east), -stretch * (_COS * sin - _SIN * along)
