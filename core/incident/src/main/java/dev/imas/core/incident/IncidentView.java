package dev.imas.core.incident;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.alert.AlertView;
import dev.imas.core.http.Versioned;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An incident as lists show it.
 *
 * @param endedBy the wire name of {@link IncidentEnd.By}; null while it is open
 * @param mergedInto the incident that has its alerts; null if it was not merged
 * @param snoozedUntil when its acknowledgement ends by itself; null if a person has not said so
 * @param isTest whether alerts opened it that only test, so that nobody is told
 * @param unrouted null unless nobody could be found to be told
 */
public record IncidentView(
    UUID id,
    String shortId,
    String title,
    String description,
    Service service,
    String serviceName,
    Team team,
    List<Scope> impactedScopes,
    List<String> impactedScopeNames,
    List<Tag> tags,
    Severity severity,
    String priority,
    IncidentStatus status,
    boolean isCritical,
    boolean isOpen,
    String origin,
    @Nullable String groupKey,
    boolean autoResolve,
    @Nullable String lead,
    @Nullable UUID leadId,
    String createdBy,
    Instant detectedAt,
    Instant createdAt,
    @Nullable Instant acknowledgedAt,
    @Nullable Instant mitigatedAt,
    @Nullable Instant resolvedAt,
    Instant updatedAt,
    @Nullable Long mttdSeconds,
    @Nullable Long mttaSeconds,
    @Nullable Long mttmSeconds,
    @Nullable Long mttrSeconds,
    @Nullable String resolutionNote,
    @Nullable String rootCause,
    @Nullable UUID previousId,
    @Nullable String endedBy,
    @Nullable UUID mergedInto,
    @Nullable Instant snoozedUntil,
    boolean isTest,
    @Nullable Unrouted unrouted,
    int reopenCount,
    int alertCount,
    int firingCount,
    int version) {

  /**
   * @param isTriage whether it is the triage service, for alerts that name no known service
   */
  public record Service(UUID id, String name, String tier, boolean isTriage) {}

  public record Team(UUID id, String name) {}

  /**
   * Nobody could be found who is told of it: the fallback was, or nobody.
   *
   * @param reason why, for people
   */
  public record Unrouted(Instant since, String reason) {}

  /**
   * Who else is concerned.
   *
   * @param legalDeadlineAt until when the next report by its law is due; null: none is
   */
  public record Scope(UUID id, String name, @Nullable Instant legalDeadlineAt) {}

  /**
   * A tag that it has.
   *
   * @param addedBy who added it; {@code system} where nobody did by hand
   * @param isAutoApplied whether a rule or the tag's pattern did
   */
  public record Tag(
      UUID id, String name, String color, String addedBy, Instant addedAt, boolean isAutoApplied) {}

  /**
   * It comes back again and again.
   *
   * @param since when it began to
   * @param returns how often it came back of late
   * @param resolvesAt when it resolves if nothing fires until then; null while an alert fires
   */
  public record Flapping(Instant since, int returns, @Nullable Instant resolvesAt) {}

  /**
   * A storm holds it, or has held it.
   *
   * @param id of the umbrella
   * @param isHeld whether nobody is told of it
   * @param releasedAt when it was released by itself; null where that happened with its umbrella
   */
  public record Storm(
      UUID id, String shortId, boolean isHeld, Instant heldAt, @Nullable Instant releasedAt) {}

  /**
   * The incident in a list.
   *
   * @param escalation left out unless the list was asked for it, and where nothing has escalated
   */
  record InList(
      @JsonUnwrapped IncidentView incident,
      @JsonInclude(JsonInclude.Include.NON_NULL) EscalationLookup.@Nullable Brief escalation) {}

  /**
   * A clock of its service levels, in short. {@code /incidents/{id}/clocks} has all of it.
   *
   * @param dueAt null while it is held, and without a goal
   * @param breachedAt null: its goal was not missed so far
   */
  public record ServiceClock(
      String kind,
      int cycle,
      String state,
      @Nullable Instant dueAt,
      @Nullable Instant endedAt,
      @Nullable Instant breachedAt) {}

  /**
   * The incident with its alerts and its timeline.
   *
   * @param alerts the newest ones, fewer if their texts are long. {@code /alerts?incident=} has
   *     all, and {@code alertCount} is their number
   * @param timeline the first entries; {@code /incidents/{id}/timeline} has all
   * @param growthDueAt when an update will say that more alerts have joined; null if none is due
   * @param flapping null if it does not flap
   * @param storm null if no storm has ever held it
   * @param clocks of its service levels, in the order in which they were started
   * @param further what is kept beside it, by member
   */
  public record Detail(
      @JsonUnwrapped IncidentView incident,
      List<AlertView> alerts,
      List<TimelineRepository.Line> timeline,
      @Nullable Instant growthDueAt,
      @Nullable Flapping flapping,
      @Nullable Storm storm,
      List<ServiceClock> clocks,
      @JsonIgnore Map<String, Object> further)
      implements Versioned {

    public Detail {
      further = new LinkedHashMap<>(further);
      clocks = List.copyOf(clocks);
    }

    @JsonAnyGetter
    public Map<String, Object> kept() {
      return further;
    }

    @Override
    public int version() {
      return incident.version();
    }
  }
}
