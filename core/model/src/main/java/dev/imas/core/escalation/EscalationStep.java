package dev.imas.core.escalation;

import static java.util.stream.Collectors.joining;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.oncall.Window;
import dev.imas.core.rule.Matcher;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

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

  EscalationStep replacing(UUID user, UUID by) {
    return new EscalationStep(
        delay,
        targets.stream()
            .map(
                target ->
                    target.equals(new EscalationTarget.User(user))
                        ? new EscalationTarget.User(by)
                        : target)
            .distinct()
            .toList(),
        channels,
        when);
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

    /**
     * Why the step does not apply, in words for people; empty if it does.
     *
     * @param of the alert that opened the incident; empty for one opened by hand
     */
    public Optional<String> refusal(Severity severity, Labels of, Instant at) {
      if (!severities.isEmpty() && !severities.contains(severity)) {
        return Optional.of(
            "the step is only for "
                + severities.stream().sorted().map(Severity::name).collect(joining(", ")));
      }
      if (hours.isPresent() && !hours.get().hold(at)) {
        return Optional.of("it is not within the step's hours, in " + hours.get().zone);
      }
      return labels.stream()
          .filter(matcher -> !matcher.matches(of))
          .findFirst()
          .map(matcher -> "the alert's labels do not fit " + matcher);
    }
  }

  /** Hours of the week in a zone. */
  public record Hours(ZoneId zone, List<Window> windows) {
    public Hours {
      windows = List.copyOf(windows);
    }

    boolean hold(Instant at) {
      return windows.stream().anyMatch(window -> window.holds(at, zone));
    }
  }
}
