"""How it is seen: the window, its places, forms, tables and charts. The only room that knows Qt."""

from cami_desktop.desktop.unread_sources import leave_unread

# Before any other module of the window is loaded.
leave_unread()
