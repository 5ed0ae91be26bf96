package dev.imas.core.simulation;

import dev.imas.core.model.Severity;
import dev.imas.core.rule.Routing;
import dev.imas.core.suppression.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An episode that would have begun otherwise.
 *
 * @param differs the names of what differs, at least one
 * @param was as it was decided then
 * @param would as the simulated rules decide
 */
record EpisodeDifference(
    UUID fingerprint,
    String name,
    int seq,
    Instant receivedAt,
    List<String> differs,
    Decided was,
    Decided would) {

  static final String RULE = "rule";
  static final String SERVICE = "service";
  static final String SEVERITY = "severity";
  static final String GROUP = "group_key";
  static final String AUTO_RESOLVE = "auto_resolve";
  static final String DROPPED = "dropped";
  static final String HIDDEN_BY = "hidden_by";
  static final String INCIDENT = "incident";

  /** What may differ. */
  static final List<String> FIELDS =
      List.of(RULE, SERVICE, SEVERITY, GROUP, AUTO_RESOLVE, DROPPED, HIDDEN_BY, INCIDENT);

  /**
   * @param version of the rules; 0 for none, or for a draft
   * @param rule the first that matched; -1 for none
   * @param dropped by which rule; null for an alert that is kept
   * @param hiddenBy what hides it when it begins; empty for nothing
   */
  record Decided(
      int version,
      int rule,
      UUID service,
      Severity severity,
      String groupKey,
      boolean autoResolve,
      Routing.@Nullable Dropped dropped,
      @Nullable Joined incident,
      List<Reason> hiddenBy) {

    Decided {
      hiddenBy = List.copyOf(hiddenBy);
    }

    /** The names of what differs. Rules are compared within a version: another has other places. */
    List<String> differsFrom(Decided other) {
      List<String> differs = new ArrayList<>();
      if (version == other.version && rule != other.rule) {
        differs.add(RULE);
      }
      if (!service.equals(other.service)) {
        differs.add(SERVICE);
      }
      if (severity != other.severity) {
        differs.add(SEVERITY);
      }
      if (!groupKey.equals(other.groupKey)) {
        differs.add(GROUP);
      }
      if (autoResolve != other.autoResolve) {
        differs.add(AUTO_RESOLVE);
      }
      if ((dropped == null) != (other.dropped == null)) {
        differs.add(DROPPED);
      }
      if (!hiders().equals(other.hiders())) {
        differs.add(HIDDEN_BY);
      }
      if (!Objects.equals(incident, other.incident)) {
        differs.add(INCIDENT);
      }
      return differs;
    }

    /** Until when it is, and which alert inhibits it, is no difference of rules. */
    private Set<Hider> hiders() {
      return hiddenBy.stream()
          .map(reason -> new Hider(reason.kind(), reason.id()))
          .collect(Collectors.toUnmodifiableSet());
    }

    private record Hider(Reason.Kind kind, @Nullable UUID id) {}
  }
}
