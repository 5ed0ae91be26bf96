package dev.imas.core.intake;

import dev.imas.core.rule.ReopenWindow;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * How long after their end incidents are reopened: as the rules said when they were opened, else as
 * their service says now, else as the installation does.
 *
 * @param own by incident, of those of which a rule or a service says it
 */
public record ReopenWindows(Map<UUID, ReopenWindow> own, Duration usual) {

  public ReopenWindows {
    own = Map.copyOf(own);
  }

  /** Nothing but the installation says it. */
  static ReopenWindows of(Duration usual) {
    return new ReopenWindows(Map.of(), usual);
  }

  public ReopenWindow of(UUID incident) {
    ReopenWindow known = own.get(incident);
    return known == null ? ReopenWindow.usual(usual) : known;
  }
}
