package dev.imas.core.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that decided an entry of the timeline, so that whoever reads it can go there.
 *
 * @param id an alert's fingerprint, or the id; null for a rule set, which has a version
 * @param version of the rule set or the policy, as it was then
 * @param round of the policy, from 1
 * @param step of the policy, from 1; null where the policy ended or was taken up again
 * @param at when the schedule was asked who is on call
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DecidedBy(
    Kind kind,
    @Nullable String id,
    @Nullable String name,
    @Nullable Integer version,
    @Nullable Integer round,
    @Nullable Integer step,
    @Nullable Instant at) {

  /** In an entry's metadata: the alert. */
  public static final String FINGERPRINT = "fingerprint";

  /** In an entry's metadata: the version of the rules that sent the alert to this incident. */
  public static final String RULE_SET = "rule_set_version";

  private static final String FINGERPRINTS = "fingerprints";
  private static final String DELIVERY = "delivery_id";
  private static final String RUN = "run";
  private static final String ROUND = "round";
  private static final String STEP = "step";

  /** What can decide. */
  public enum Kind {
    @JsonProperty("alert")
    ALERT,
    @JsonProperty("rule_set")
    RULE_SET,
    @JsonProperty("escalation_policy")
    ESCALATION_POLICY,
    @JsonProperty("schedule")
    SCHEDULE,
    @JsonProperty("delivery")
    DELIVERY
  }

  /** A schedule that an incident's escalation asked. */
  record Schedule(UUID id, String name) {}

  /**
   * A step of an incident's escalation, or a run of a policy that has taken none yet.
   *
   * @param policy null where none fitted, or where it is gone
   * @param round from 1; null without a step
   * @param step from 1; null without a step
   * @param seq of the entry under which the step told people; null if it told nobody
   */
  record Taken(
      int run,
      @Nullable UUID policy,
      String name,
      int version,
      @Nullable Integer round,
      @Nullable Integer step,
      @Nullable Integer seq,
      @Nullable Instant at,
      List<Schedule> schedules) {

    Taken {
      schedules = List.copyOf(schedules);
    }

    private boolean isOf(int entry, JsonNode facts) {
      if (seq != null && seq == entry) {
        return true;
      }
      return round != null
          && step != null
          && run == facts.path(RUN).asInt()
          && round == facts.path(ROUND).asInt()
          && step == facts.path(STEP).asInt();
    }

    private DecidedBy policy(boolean withStep) {
      return new DecidedBy(
          Kind.ESCALATION_POLICY,
          String.valueOf(policy),
          name,
          version,
          withStep ? round : null,
          withStep ? step : null,
          null);
    }
  }

  /**
   * All that decided an entry, in the order in which it did.
   *
   * @param facts the entry's metadata
   * @param escalation of the incident
   */
  static List<DecidedBy> of(int seq, JsonNode facts, List<Taken> escalation) {
    List<DecidedBy> found = new ArrayList<>();
    alert(facts).ifPresent(found::add);
    if (facts.hasNonNull(RULE_SET)) {
      int version = facts.get(RULE_SET).asInt();
      found.add(new DecidedBy(Kind.RULE_SET, null, null, version, null, null, null));
    }
    addEscalation(found, seq, facts, escalation);
    if (facts.hasNonNull(DELIVERY)) {
      found.add(plain(Kind.DELIVERY, facts.get(DELIVERY).asText(), null, null));
    }
    return found;
  }

  private static Optional<DecidedBy> alert(JsonNode facts) {
    JsonNode several = facts.path(FINGERPRINTS);
    JsonNode one = several.size() == 1 ? several.get(0) : facts.path(FINGERPRINT);
    return one.isTextual()
        ? Optional.of(plain(Kind.ALERT, one.asText(), null, null))
        : Optional.empty();
  }

  private static void addEscalation(
      List<DecidedBy> found, int seq, JsonNode facts, List<Taken> escalation) {
    List<Taken> mine = escalation.stream().filter(taken -> taken.isOf(seq, facts)).toList();
    for (Taken taken : mine) {
      if (taken.policy() != null) {
        found.add(taken.policy(true));
      }
      taken
          .schedules()
          .forEach(
              one -> found.add(plain(Kind.SCHEDULE, one.id().toString(), one.name(), taken.at())));
    }
    if (mine.isEmpty() && facts.hasNonNull(RUN)) {
      escalation.stream()
          .filter(taken -> taken.run() == facts.get(RUN).asInt() && taken.policy() != null)
          .findFirst()
          .ifPresent(taken -> found.add(taken.policy(false)));
    }
  }

  private static DecidedBy plain(
      Kind kind, String id, @Nullable String name, @Nullable Instant at) {
    return new DecidedBy(kind, id, name, null, null, null, at);
  }
}
