"""Charts on the screen: `paint` draws pictures of the synthesis room, ChartView shows one."""
