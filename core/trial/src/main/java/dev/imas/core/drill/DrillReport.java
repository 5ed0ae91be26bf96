package dev.imas.core.drill;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a drill has shown so far.
 *
 * @param next null once it has ended
 * @param summary over all its steps
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record DrillReport(
    UUID id,
    Policy policy,
    Named service,
    Named team,
    Severity severity,
    int factor,
    boolean send,
    String state,
    Instant startedAt,
    String startedBy,
    @Nullable UUID schedule,
    @Nullable Instant endedAt,
    @Nullable String endedBy,
    @Nullable Next next,
    Summary summary,
    List<Step> steps) {

  record Policy(UUID id, String name, int version) {}

  record Named(UUID id, String name) {}

  /** Rounds and steps count from 1. After the last step: round and step are null. */
  record Next(@Nullable Integer round, @Nullable Integer step, Instant dueAt) {}

  /**
   * @param people who would be reached or were, by name
   * @param unreachable who was found and has nothing to be reached by
   * @param sent messages that went out; of a drill that sends nothing 0
   * @param accepted by their providers
   * @param failed given up
   * @param firstAcceptedSeconds from the start; null: none was
   * @param slowestSeconds of one message, from when it was due to its acceptance
   */
  record Summary(
      List<String> people,
      List<String> unreachable,
      int sent,
      int accepted,
      int failed,
      @Nullable Double firstAcceptedSeconds,
      @Nullable Double slowestSeconds) {}

  /**
   * @param outcome told, nobody or not_now
   * @param wouldBeAt when a real escalation would take it
   * @param people who was found, how, and how each is told
   * @param reasons why it was passed over, or whom it did not find
   */
  record Step(
      int round,
      int step,
      String outcome,
      Instant wouldBeAt,
      Instant dueAt,
      Instant takenAt,
      @JsonRawValue String people,
      @JsonRawValue String reasons,
      List<Sent> messages) {}

  /**
   * A message of a step.
   *
   * @param status planned, not_sent (the drill sends nothing, or the channel takes no drills), or
   *     that of its delivery
   * @param seconds from when it was due to its acceptance
   * @param error the provider's, if it failed
   */
  record Sent(
      String name,
      @Nullable UUID user,
      String channel,
      Instant dueAt,
      String status,
      @Nullable UUID delivery,
      @Nullable Double seconds,
      @Nullable String error) {}
}
