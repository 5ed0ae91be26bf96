package dev.imas.core.incident;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.Labels;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.ReopenWindow;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the labels by which an incident was opened, which rules set some of them, and what its rule
 * said of it: its policy, and how often people are told again. Whatever is chosen by them is chosen
 * by the same ones when the incident is raised, reopened or fires again, whatever became of the
 * alert and of the rules.
 */
public final class OpeningRepository {

  private static final String INSERT =
      """
      INSERT INTO incident_opening (tenant_id, incident_id, labels, escalation_policy, group_interval, repeat_interval, rule_set,
                                    reopen_window_seconds, reopen_rule)
      SELECT current_tenant(), n.incident_id, n.labels, n.policy, n.joined * interval '1 second', n.repeated * interval '1 second',
             n.rule_set, n.reopen, n.reopen_rule
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::integer[], $7::integer[],
                    $8::text[])
             AS n(incident_id, labels, policy, joined, repeated, rule_set, reopen, reopen_rule)\
      """;

  private record Opened(Incident opened, OpeningAlert by) {

    UUID incident() {
      return opened.id();
    }

    /** Where groups are gathered, no rule of one of them says how often all are told. */
    @Nullable Duration groupInterval() {
      return GatheredGroups.isKey(opened.groupKey()) ? null : by.actions().groupInterval();
    }

    /** Where groups are gathered, no rule of one of them says when they come back. */
    private @Nullable ReopenWindow reopens() {
      return GatheredGroups.isKey(opened.groupKey()) ? null : by.actions().reopenWindow();
    }

    @Nullable Integer reopenSeconds() {
      ReopenWindow window = reopens();
      return window == null ? null : (int) window.length().toSeconds();
    }

    @Nullable String reopenRule() {
      ReopenWindow window = reopens();
      return window == null ? null : window.by();
    }

    boolean isKnown() {
      return !Opening.of(by).equals(Opening.NOTHING)
          || by.actions().groupInterval() != null
          || by.actions().repeatInterval() != null
          || by.actions().reopenWindow() != null;
    }
  }

  /**
   * @param policy name or id of the policy that a rule names
   */
  public record Opening(Labels labels, Optional<String> policy) {

    /** Of an incident that a person opened, or an alert of which nothing is kept. */
    public static final Opening NOTHING = new Opening(Labels.EMPTY, Optional.empty());

    public static Opening of(OpeningAlert alert) {
      return new Opening(alert.labels(), Optional.ofNullable(alert.actions().escalationPolicy()));
    }
  }

  /** Of those changes by whose alert something of this is known. */
  Future<Void> insert(Tx tx, List<IncidentChange> changes) {
    List<Opened> n = changes.stream().flatMap(change -> opened(change).stream()).toList();
    if (n.isEmpty()) {
      return Future.succeededFuture();
    }
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                column(n, Opened::incident, UUID[]::new),
                column(n, o -> Json.write(o.by().labels().toMap()), String[]::new),
                column(n, o -> o.by().actions().escalationPolicy(), String[]::new),
                column(n, o -> seconds(o.groupInterval()), Long[]::new),
                column(n, o -> seconds(o.by().actions().repeatInterval()), Long[]::new),
                column(n, o -> o.by().labelsBy(), Integer[]::new),
                column(n, Opened::reopenSeconds, Integer[]::new),
                column(n, Opened::reopenRule, String[]::new)))
        .mapEmpty();
  }

  private static @Nullable Long seconds(@Nullable Duration duration) {
    return duration == null ? null : duration.toSeconds();
  }

  private static List<Opened> opened(IncidentChange change) {
    OpeningAlert alert = change.openedBy();
    if (alert == null || !change.isNew()) {
      return List.of();
    }
    Opened opened = new Opened(change.after(), alert);
    return opened.isKnown() ? List.of(opened) : List.of();
  }

  private static final String OF =
      "SELECT incident_id, labels, escalation_policy FROM incident_opening WHERE incident_id = ANY"
          + " ($1)";

  /**
   * The labels of the alerts that opened these incidents. Those that a person opened, or an alert
   * without labels, are left out.
   */
  public Future<Map<UUID, Labels>> labels(Tx tx, Collection<UUID> incidents) {
    return of(tx, incidents)
        .map(
            openings -> {
              Map<UUID, Labels> labels = new HashMap<>();
              openings.forEach((incident, opening) -> labels.put(incident, opening.labels()));
              return labels;
            });
  }

  /** The same, with the policies. */
  public Future<Map<UUID, Opening>> of(Tx tx, Collection<UUID> incidents) {
    if (incidents.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return tx.connection()
        .preparedQuery(OF)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, Opening> openings = new HashMap<>();
              rows.forEach(
                  row ->
                      openings.put(
                          row.getUUID("incident_id"),
                          new Opening(
                              Labels.of(Json.readTexts(row.getString("labels"))),
                              Optional.ofNullable(row.getString("escalation_policy")))));
              return openings;
            });
  }
}
