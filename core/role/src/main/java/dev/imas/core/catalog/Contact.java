package dev.imas.core.catalog;

import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.Severity;
import java.util.UUID;

/** An active contact of a team, with what the decision whom to page needs; no secrets. */
public record Contact(UUID id, String channel, String address, Severity minSeverity) {

  /** The console, which is told when a team has no contact to tell. */
  public static final Contact CONSOLE =
      new Contact(new UUID(0, 0), ChannelKind.CONSOLE, "console", Severity.SEV4_LOW);

  /** Whether the incident is at least as severe as the contact's threshold. */
  public boolean wants(Severity severity) {
    return !minSeverity.isMoreSevereThan(severity);
  }
}
