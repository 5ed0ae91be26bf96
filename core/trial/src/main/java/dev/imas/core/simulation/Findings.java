package dev.imas.core.simulation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.alert.SuppressedBy;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.Routing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a simulation found, as the API shows it.
 *
 * @param until where it ended; before the window's end if there were too many changes
 * @param changes how many changes of alerts were replayed
 * @param alerts the episodes among them: each was routed once
 * @param unmatchedRules the first rules that matched none of them
 * @param limits what it could not know, in words
 * @param tookMillis how long it took
 */
record Findings(
    Instant until,
    long changes,
    Alerts alerts,
    Incidents incidents,
    List<Pages> pages,
    Paged paged,
    List<SilenceHid> silences,
    Hidden hidden,
    List<ShownIncident> incidentDifferences,
    long incidentDifferencesLeftOut,
    int unmatchedRuleCount,
    List<NamedRule> unmatchedRules,
    List<Shown> differences,
    long differencesLeftOut,
    List<String> limits,
    long tookMillis) {

  /**
   * @param same decided alike by both
   * @param unknown their alerts are not kept any more
   * @param byField of those decided otherwise, by what differs
   */
  record Alerts(long all, long same, long otherwise, long unknown, Map<String, Long> byField) {}

  /**
   * @param reallyOpened as they are stored
   * @param replayed by the decisions of that time
   * @param simulated by the simulated rules
   * @param alike of the incidents that are opened by both at the same moment for the same group
   */
  record Incidents(long reallyOpened, Made replayed, Made simulated, Alike alike) {}

  /**
   * @param held by storms, so that nobody is told of them
   * @param umbrellas that storms open; they are not counted as opened
   * @param toldAgain how often people are told of alerts that join, by {@code group_interval}
   */
  record Made(
      long opened, long reopened, long resolved, long held, long umbrellas, long toldAgain) {}

  /**
   * @param onlyReplayed not opened by the simulated rules at that moment, or for another group
   * @param byField of those opened otherwise, by what differs
   */
  record Alike(
      long same,
      long otherwise,
      long onlyReplayed,
      long onlySimulated,
      Map<String, Long> byField) {}

  /**
   * How often a team is called about incidents of one severity.
   *
   * @param escalationPolicy which they follow; null for none
   */
  record Pages(
      String team,
      Severity severity,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String escalationPolicy,
      int replayed,
      int simulated) {}

  /**
   * Who would have been paged if nobody had acknowledged, by schedules as they were.
   *
   * @param recipients those who are paged most often come first
   * @param incidents the first of which others are paged, or at other times
   */
  record Paged(
      List<Recipient> recipients,
      long recipientsLeftOut,
      List<PagedIncident> incidents,
      long incidentsLeftOut) {}

  /**
   * @param kind person, channel or console
   * @param name null if it is gone
   * @param channel the kind of a channel; null for others
   * @param isGone whether it was deleted since
   */
  record Who(
      String kind,
      UUID id,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String name,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String channel,
      boolean isGone) {}

  /**
   * @param timeZone of a person; null for others
   */
  record Recipient(
      @JsonUnwrapped Who who,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String timeZone,
      PagedTimes replayed,
      PagedTimes simulated) {}

  /**
   * @param atNight from 22 to 6 in the person's own zone; null for others
   * @param firstAt null: never
   */
  record PagedTimes(
      long pages,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Long atNight,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Instant firstAt,
      Map<Severity, Long> bySeverity) {}

  /**
   * An incident about which others would be paged.
   *
   * @param was the first of those who were paged; null: it was not opened at that moment
   * @param would null: it would not be opened at that moment
   */
  record PagedIncident(
      Instant openedAt,
      String groupKey,
      String title,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable List<PagedWho> was,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable List<PagedWho> would) {}

  record PagedWho(@JsonUnwrapped Who who, Instant firstAt, int pages) {}

  /**
   * What a silence would have hidden.
   *
   * @param alerts episodes that began while it hid them
   * @param repeats how often these alerts were repeated meanwhile, as far as that is kept
   */
  record SilenceHid(UUID id, Instant startsAt, Instant endsAt, long alerts, long repeats) {}

  /** The episodes that were hidden when they would have opened or joined an incident. */
  record Hidden(HiddenBecause replayed, HiddenBecause simulated) {}

  /**
   * By what they were hidden. One may be hidden by several.
   *
   * @param all each once
   */
  record HiddenBecause(
      long all, long maintenance, long inhibition, long time, long silence, long recorded) {}

  /**
   * An incident that would be opened otherwise.
   *
   * @param differs empty where only one of them is opened
   */
  record ShownIncident(
      Instant openedAt,
      String groupKey,
      List<String> differs,
      @Nullable OpenedAs was,
      @Nullable OpenedAs would) {}

  /**
   * @param firstToldAt when people would first have been told; null: they would not
   */
  record OpenedAs(
      String title,
      NamedService service,
      Severity severity,
      @Nullable String escalationPolicy,
      List<String> impactScopes,
      @Nullable String groupWait,
      @Nullable String groupInterval,
      @Nullable String repeatInterval,
      boolean isHeld,
      @Nullable Instant firstToldAt) {}

  record NamedRule(int index, String name) {}

  /**
   * An episode that would have begun otherwise.
   *
   * @param was as it was decided, and what the replay made of it
   */
  record Shown(
      String fingerprint,
      String name,
      int seq,
      Instant receivedAt,
      List<String> differs,
      Explained was,
      Explained would) {}

  /**
   * @param ruleSetVersion null for a draft; 0 for no rules
   * @param rule the first that matched; null for none
   * @param dropped the rule that drops it, and why; null for an alert that is kept
   * @param incident what became of it: opened, reopened, joined or gathered; null for nothing
   * @param hiddenBy why nobody is told when it begins; empty if nothing hides it
   */
  record Explained(
      @Nullable Integer ruleSetVersion,
      @Nullable NamedRule rule,
      NamedService service,
      Severity severity,
      String groupKey,
      boolean autoResolve,
      @JsonInclude(JsonInclude.Include.NON_NULL) Routing.@Nullable Dropped dropped,
      @Nullable String incident,
      List<SuppressedBy> hiddenBy) {}

  /**
   * @param name null if it was deleted
   */
  record NamedService(UUID id, @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String name) {}
}
