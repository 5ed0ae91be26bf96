-- Whoever does something is not told of it, but for chats whose message shows how the incident stands: core asks whether there is one.
GRANT SELECT ON message_card TO imas_app;
