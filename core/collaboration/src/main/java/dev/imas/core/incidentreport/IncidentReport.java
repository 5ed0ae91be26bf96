package dev.imas.core.incidentreport;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The report of an incident as data, and as the API's JSON has it.
 *
 * @param id the short id
 * @param priority P1 to P4
 * @param status open, in_progress, resolved or closed: resolved, with every duty done
 * @param lead a name
 * @param outageSeconds from the beginning of the impact to its end, as people entered them
 * @param usersAffected as people wrote it, such as a number or a share
 * @param businessImpact Markdown
 * @param cause the chosen cause, with the one that it is part of
 * @param rootCause what was written when it was resolved
 * @param fields what else was asked for and is known
 * @param timeline the oldest first; empty where it was not asked for
 * @param isTimelineCut whether there are more entries than the report has
 * @param timeZone of the tenant
 */
record IncidentReport(
    String id,
    String title,
    String description,
    String priority,
    String status,
    String service,
    String team,
    @Nullable String lead,
    List<String> scopes,
    Instant detectedAt,
    @Nullable Instant acknowledgedAt,
    @Nullable Instant resolvedAt,
    @Nullable Instant impactStartedAt,
    @Nullable Instant impactEndedAt,
    @Nullable Long outageSeconds,
    @Nullable String usersAffected,
    @Nullable String functionsAffected,
    @Nullable String businessImpact,
    @Nullable String cause,
    @Nullable String rootCause,
    @Nullable String resolution,
    List<Value> fields,
    List<Action> actions,
    List<Update> updates,
    List<Entry> timeline,
    boolean isTimelineCut,
    String timeZone,
    Instant madeAt) {

  IncidentReport {
    scopes = List.copyOf(scopes);
    fields = List.copyOf(fields);
    actions = List.copyOf(actions);
    updates = List.copyOf(updates);
    timeline = List.copyOf(timeline);
  }

  /** A custom field that has a value. */
  record Value(String key, String label, String value) {}

  /**
   * A task of the incident.
   *
   * @param category corrective, preventive or follow_up; null: none was chosen
   * @param owner a name
   */
  record Action(
      String key,
      String title,
      @Nullable String category,
      @Nullable String owner,
      @Nullable Instant dueAt,
      String status,
      boolean isDone) {}

  /** What stakeholders were told. */
  record Update(Instant at, String status, String message) {}

  /** An entry of the timeline. */
  record Entry(Instant at, String type, String author, String message) {}
}
