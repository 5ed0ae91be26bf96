package dev.imas.core.suspect;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.DeploymentState;
import dev.imas.core.platform.Tx;
import dev.imas.core.suspect.HitRateRoutes.Asked;
import dev.imas.core.suspicion.ChangeKind;
import dev.imas.core.suspicion.Precursors;
import dev.imas.core.suspicion.Precursors.Change;
import dev.imas.core.suspicion.Precursors.Trait;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads incidents of a class, and the changes of that time. It awaits, on a virtual thread. */
final class PrecursorRepository {

  private static final int MOST_INCIDENTS = 2_000;
  private static final int MOST_CHANGES_OF_A_KIND = 2_000;

  /**
   * Which incidents are meant; null: any.
   *
   * @param alert the label alertname of the alert that opened them, or the name of one of 20 of
   *     theirs
   */
  record Picked(@Nullable UUID service, @Nullable String groupKey, @Nullable String alert) {}

  /**
   * @param from the time from which all is there
   * @param incidents when each was detected
   */
  record Material(Instant from, List<Instant> incidents, List<Change> changes) {

    Material {
      incidents = List.copyOf(incidents);
      changes = List.copyOf(changes);
    }
  }

  // The newest of the time are read by the index of incidents, and then compared.
  private static final String INCIDENTS =
      """
      SELECT n.created_at, n.detected_at, n.is_meant
        FROM (SELECT i.created_at, i.detected_at,
                     ($3::uuid IS NULL OR i.service_id = $3) AND ($4::text IS NULL OR i.group_key = $4)
                       AND ($5::text IS NULL
                            OR EXISTS (SELECT FROM incident_opening o
                                        WHERE o.tenant_id = i.tenant_id AND o.incident_id = i.id
                                          AND o.labels::json ->> 'alertname' = $5)
                            OR EXISTS (SELECT FROM (SELECT a.fingerprint FROM incident_alert a
                                                     WHERE a.tenant_id = i.tenant_id AND a.incident_id = i.id LIMIT 20) AS a
                                         JOIN alert_state s ON s.tenant_id = i.tenant_id AND s.fingerprint = a.fingerprint
                                        WHERE s.name = $5)) AS is_meant
                FROM incident i
               WHERE i.created_at >= $1 AND i.created_at < $2 AND NOT i.is_test
               ORDER BY i.created_at DESC, i.id DESC
               LIMIT $6) AS n\
      """;

  private static final String CHANGES =
      "WITH "
          + FoundChangeRepository.found(
              "e.kind = 2 AND e.at >= $1 AND e.happened_at >= $1 AND e.happened_at < $2",
              "d.happened_at >= $1 AND d.happened_at < $2 AND d.state > 1")
          + """
          SELECT n.kind, n.happened_at, n.state, n.repository, n.environment, v.name AS service
            FROM named n
            JOIN services s ON s.dialect = n.dialect AND s.repository = n.repository AND s.repository_id = n.repository_id
             AND s.naming = n.naming
            LEFT JOIN service v ON v.id = s.service_id\
          """;

  Material read(Tx tx, Asked asked, Picked picked) {
    Instant from = asked.from();
    List<Change> changes = new ArrayList<>();
    int[] kinds = new int[2];
    Instant[] first = {asked.to(), asked.to()};
    for (Row row :
        tx.connection()
            .preparedQuery(CHANGES)
            .execute(
                tuple(
                    time(asked.from().minus(Precursors.BEFORE)),
                    time(asked.to()),
                    MOST_CHANGES_OF_A_KIND))
            .await()) {
      ChangeKind kind = ChangeKind.of(row.getInteger("kind"));
      Instant at = instant(row, "happened_at");
      kinds[kind.ordinal()]++;
      first[kind.ordinal()] = at.isBefore(first[kind.ordinal()]) ? at : first[kind.ordinal()];
      changes.add(new Change(at, traits(row, kind, at)));
    }
    for (int kind = 0; kind < kinds.length; kind++) {
      if (kinds[kind] == MOST_CHANGES_OF_A_KIND) {
        from = later(from, first[kind].plus(Precursors.BEFORE));
      }
    }
    List<Instant> incidents = new ArrayList<>();
    int read = 0;
    Instant oldest = asked.to();
    for (Row row :
        tx.connection()
            .preparedQuery(INCIDENTS)
            .execute(
                tuple(
                    time(asked.from()),
                    time(asked.to()),
                    picked.service(),
                    picked.groupKey(),
                    picked.alert(),
                    MOST_INCIDENTS))
            .await()) {
      read++;
      oldest = instant(row, "created_at");
      if (row.getBoolean("is_meant")) {
        incidents.add(instant(row, "detected_at"));
      }
    }
    if (read == MOST_INCIDENTS) {
      from = later(from, oldest);
    }
    Instant begin = from;
    incidents.removeIf(at -> at.isBefore(begin));
    changes.removeIf(one -> one.at().isBefore(begin.minus(Precursors.BEFORE)));
    return new Material(begin, incidents, changes);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static List<Trait> traits(Row row, ChangeKind kind, Instant at) {
    List<Trait> traits = new ArrayList<>();
    traits.add(new Trait("kind", kind.wireName()));
    String service = row.getString("service");
    if (service != null) {
      traits.add(new Trait("service", service));
    }
    add(traits, "repository", row.getString("repository"));
    add(traits, "environment", row.getString("environment"));
    Integer state = row.getInteger("state");
    if (state != null) {
      traits.add(new Trait("state", DeploymentState.of(state).wireName()));
    }
    traits.add(
        new Trait(
            "weekday",
            at.atZone(ZoneOffset.UTC).getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ROOT)));
    return traits;
  }

  private static void add(List<Trait> traits, String dimension, String value) {
    if (!value.isEmpty()) {
      traits.add(new Trait(dimension, value));
    }
  }
}
