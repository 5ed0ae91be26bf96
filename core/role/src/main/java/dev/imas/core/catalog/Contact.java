package dev.imas.core.catalog;

import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.Severity;
import java.util.UUID;

/** A way to reach a team, as deciding whom to page needs it: active ones only, no secrets. */
public record Contact(UUID id, String channel, String address, Severity minSeverity) {

  /** The console, which is told when no contact of a team is. */
  public static final Contact CONSOLE =
      new Contact(new UUID(0, 0), ChannelKind.CONSOLE, "console", Severity.SEV4_LOW);

  /** Wants to hear of incidents at least as severe as its threshold. */
  public boolean wants(Severity severity) {
    return !minSeverity.isMoreSevereThan(severity);
  }
}
