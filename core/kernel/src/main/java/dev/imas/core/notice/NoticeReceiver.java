package dev.imas.core.notice;

import dev.imas.core.model.ChannelKind;
import java.util.UUID;

/** Somebody or something that a notice is sent to, as it is reached now. */
public record NoticeReceiver(UUID id, String channel, String address) {

  /** Whether somebody is called by it, so that nobody else need be. The console calls nobody. */
  public boolean calls() {
    return ChannelKind.calls(channel);
  }
}
