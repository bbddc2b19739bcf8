"""The map on the screen: MapView shows sites and barriers, MapPanel adds its buttons, `ground` reads the outlines."""
