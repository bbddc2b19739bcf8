"""How it is seen: the window, its places, forms, tables and charts. The only room that knows Qt."""
