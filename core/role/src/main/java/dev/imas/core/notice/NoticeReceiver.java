package dev.imas.core.notice;

import java.util.UUID;

/** Somebody or something that a notice is sent to, as it is reached now. */
public record NoticeReceiver(UUID id, String channel, String address) {}
