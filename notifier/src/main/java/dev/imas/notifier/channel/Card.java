package dev.imas.notifier.channel;

import java.util.UUID;

/**
 * A message in a chat that grows with its incident: it is changed in place whenever the incident's
 * state changes, which makes no sound.
 *
 * @param provider with which it was posted; no other may change it
 * @param message the vendor's id of it
 * @param place the vendor's id of the chat, where that is not the contact's address; else empty
 */
public record Card(UUID provider, String message, String place) {}
