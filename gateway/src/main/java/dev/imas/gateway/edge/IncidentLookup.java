package dev.imas.gateway.edge;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.platform.Json;
import dev.imas.gateway.commit.AlertEvent;
import dev.imas.gateway.commit.SideEventRow;
import dev.imas.gateway.commit.Submission;
import dev.imas.gateway.decode.BrokenElement;
import dev.imas.gateway.decode.SideEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of each element of a committed post, for {@code Prefer: return=representation}. An
 * alert that was just opened has no incident yet. Core opens it a moment later, and the receipt
 * then shows it.
 */
public final class IncidentLookup {

  private static final String INCIDENTS =
      "SELECT fingerprint, fire_count, incident_id, short_id FROM ingest_incidents($1, $2)";

  private final Pool pool;

  public IncidentLookup(Pool pool) {
    this.pool = pool;
  }

  /** A JSON array in the order of the body. */
  Future<String> describe(Submission submission, List<BrokenElement> broken) {
    UUID[] fingerprints =
        submission.events().stream()
            .map(e -> e.alert().fingerprint().toUuid())
            .distinct()
            .toArray(UUID[]::new);
    return pool.preparedQuery(INCIDENTS)
        // Tuple.of(tenant, fingerprints) would take the array for a list of further values.
        .execute(Tuple.of(submission.tenant()).addValue(fingerprints))
        .map(
            rows -> {
              Map<Fingerprint, Row> stored = new HashMap<>();
              for (Row row : rows) {
                stored.put(Fingerprint.of(row.getUUID("fingerprint")), row);
              }
              return Json.write(inOrder(submission, broken, stored));
            });
  }

  private record Placed(int at, Map<String, @Nullable Object> result) {}

  private static List<Map<String, @Nullable Object>> inOrder(
      Submission submission, List<BrokenElement> broken, Map<Fingerprint, Row> stored) {
    List<Placed> all = new ArrayList<>();
    for (AlertEvent event : submission.events()) {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      var disposition = event.disposition();
      result.put("disposition", disposition == null ? null : disposition.wireName());
      result.put("fingerprint", event.alert().fingerprint().toString());
      result.put("alert_name", event.alert().name());
      result.put("severity", event.severity().name());
      String flags = event.alert().details().get("flags");
      if (flags != null) {
        result.put("flags", List.of(flags.split(",")));
      }
      Row row = stored.get(event.alert().fingerprint());
      result.put("fire_count", row == null ? null : row.getLong("fire_count"));
      UUID incident = row == null ? null : row.getUUID("incident_id");
      result.put("incident_id", incident);
      result.put(
          "incident_short_id", incident == null || row == null ? null : row.getString("short_id"));
      all.add(new Placed(event.alert().bodyStart(), result));
    }
    for (SideEventRow side : submission.sideEvents()) {
      SideEvent event = side.event();
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      result.put("disposition", event.kind().disposition().wireName());
      result.put("event_id", side.id());
      result.put("title", event.title());
      if (event.about() != null) {
        result.put("fingerprint", event.about().toString());
      }
      if (event.action() != null) {
        result.put("action", event.action().wireName());
      }
      if (side.count() > 1) {
        result.put("count", side.count());
      }
      all.add(new Placed(event.bodyStart(), result));
    }
    for (BrokenElement element : broken) {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      result.put("disposition", "dead_lettered");
      result.put("pointer", element.pointer());
      result.put("reason", element.reason());
      all.add(new Placed(element.bodyStart(), result));
    }
    all.sort(Comparator.comparingInt(Placed::at));
    return all.stream().map(Placed::result).toList();
  }
}
