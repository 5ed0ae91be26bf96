package dev.imas.core.simulation;

import dev.imas.core.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An incident of a replay, as it is when it is opened.
 *
 * @param policy the name of the escalation policy that it follows; null for none
 * @param scopes the impact scopes that rules name
 * @param groupWait how long its first word waits
 * @param groupInterval how often people are told of alerts that join; null: as the installation
 *     says
 * @param repeatInterval how often they are reminded; null: as the installation says
 * @param isHeld whether a storm holds it
 */
record Opened(
    Instant at,
    String title,
    UUID service,
    Severity severity,
    String groupKey,
    @Nullable String policy,
    List<String> scopes,
    Duration groupWait,
    @Nullable Duration groupInterval,
    @Nullable Duration repeatInterval,
    boolean isHeld) {

  Opened {
    scopes = List.copyOf(scopes);
  }

  /** The names of what differs. Which group it is of, and when, is the same. */
  List<String> differsFrom(Opened other) {
    List<String> differs = new ArrayList<>();
    add(differs, "title", title, other.title);
    add(differs, "service", service, other.service);
    add(differs, "severity", severity, other.severity);
    add(differs, "escalation_policy", policy, other.policy);
    add(differs, "impact_scopes", scopes, other.scopes);
    add(differs, "group_wait", groupWait, other.groupWait);
    add(differs, "group_interval", groupInterval, other.groupInterval);
    add(differs, "repeat_interval", repeatInterval, other.repeatInterval);
    add(differs, "held", isHeld, other.isHeld);
    return differs;
  }

  private static void add(
      List<String> differs, String name, @Nullable Object one, @Nullable Object other) {
    if (!Objects.equals(one, other)) {
      differs.add(name);
    }
  }
}
