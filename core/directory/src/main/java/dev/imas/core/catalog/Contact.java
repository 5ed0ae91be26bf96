package dev.imas.core.catalog;

import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.Severity;
import java.util.UUID;

/**
 * An active receiver of pages, with what the decision whom to page needs; no secrets.
 *
 * @param mayWait whether what it is told may be held, if the tenant's matrix or somebody's quiet
 *     hours say so; else it is told at once
 */
public record Contact(
    UUID id, String channel, String address, Severity minSeverity, boolean mayWait) {

  /**
   * The console, which is told when a team has no contact to tell. It calls nobody, so the fallback
   * is told as well.
   */
  public static final Contact CONSOLE =
      new Contact(new UUID(0, 0), ChannelKind.CONSOLE, "console", Severity.SEV4_LOW);

  /** One that is told at once. */
  public Contact(UUID id, String channel, String address, Severity minSeverity) {
    this(id, channel, address, minSeverity, false);
  }

  /** Whether somebody is called by it: a person, or a channel that calls. */
  public boolean calls() {
    return ChannelKind.calls(channel);
  }

  /** Whether the incident is at least as severe as the contact's threshold. */
  public boolean wants(Severity severity) {
    return !minSeverity.isMoreSevereThan(severity);
  }
}
