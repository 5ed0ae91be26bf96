package dev.imas.core.escalation;

import dev.imas.core.model.Severity;
import dev.imas.core.oncall.Window;
import dev.imas.core.rule.Matcher;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One step of an escalation policy (ONC-09).
 *
 * @param delay from the firing of the step before; of the first step, from the start. Whole seconds
 * @param targets whom it tells, one at least
 * @param channels the kinds of channels on which people are told; empty: as they chose themselves
 */
public record EscalationStep(
    Duration delay, List<EscalationTarget> targets, Set<String> channels, Condition when) {

  public EscalationStep {
    targets = List.copyOf(targets);
    channels = Set.copyOf(channels);
  }

  /**
   * When a step applies; otherwise it is passed over at once. All parts must hold.
   *
   * @param severities empty: any
   * @param labels of the alert that opened the incident
   */
  public record Condition(Set<Severity> severities, Optional<Hours> hours, List<Matcher> labels) {

    public static final Condition ALWAYS = new Condition(Set.of(), Optional.empty(), List.of());

    public Condition {
      severities = Set.copyOf(severities);
      labels = List.copyOf(labels);
    }
  }

  /** Hours of the week in a zone. */
  public record Hours(ZoneId zone, List<Window> windows) {
    public Hours {
      windows = List.copyOf(windows);
    }
  }
}
