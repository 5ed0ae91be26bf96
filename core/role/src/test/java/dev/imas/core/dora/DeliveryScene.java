package dev.imas.core.dora;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.model.DeploymentState;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.database.RunningCore;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A core whose tenant had such a year, told as senders tell it. */
final class DeliveryScene implements AutoCloseable {

  private static final int BATCH = 500;
  private static final UUID API = new UUID(0, 0);

  final RunningCore core = RunningCore.start();
  final List<UUID> services = new ArrayList<>();
  final DeliveryYear year;

  /** Ids of deployments as they are stored, by those of the year. */
  final Map<UUID, UUID> stored = new HashMap<>();

  DeliveryScene(int services, int deployments, int incidents, long seed) {
    core.database.execute(
        "INSERT INTO delivery_policy (tenant_id, time_zone, group_every, digest_at)"
            + " VALUES ('%s', '%s', '15 min', '08:00')".formatted(core.tenant, DeliveryYear.ZONE));
    for (int i = 0; i < services; i++) {
      this.services.add(core.service("shop " + i));
      if (isEntered(i)) {
        core.database.execute(
            "INSERT INTO repository (tenant_id, id, forge, full_name, service_id)"
                + " VALUES ('%s', gen_random_uuid(), 'other', '%s', '%s')"
                    .formatted(core.tenant, DeliveryYear.repository(i), this.services.get(i)));
      }
    }
    YearMonth last = YearMonth.from(core.now().atZone(ZoneOffset.UTC)).minusMonths(2);
    year =
        new DeliveryYear(
            last.minusMonths(11), List.copyOf(this.services), deployments, incidents, seed);
    tellDeployments();
    tellPushes(year.pushes, 5);
    core.database
        .query("SELECT key || ' ' || id FROM deployment WHERE length(key) = 36")
        .forEach(
            pair ->
                stored.put(
                    UUID.fromString(pair.substring(0, 36)), UUID.fromString(pair.substring(37))));
    makeTimelines();
    year.incidents.forEach(this::tellIncident);
    core.database.execute(
        "VACUUM ANALYZE deployment, deployment_transition, push, incident_change_judgement");
  }

  /** Every other service is found by its repository, the others by a label. */
  private static boolean isEntered(int service) {
    return service % 2 == 0;
  }

  /** A moment after which nothing of the year was told, until somebody corrects it. */
  Instant told() {
    return year.to.plus(Duration.ofDays(2));
  }

  private void tellDeployments() {
    ArrayNode told = Json.MAPPER.createArrayNode();
    for (FinishedDeployment one : year.deployments) {
      boolean isRolledBack = one.state() == DeploymentState.ROLLED_BACK;
      told.add(
          told(
              one,
              isRolledBack ? DeploymentState.SUCCESS : one.state(),
              one.finishedAt(),
              one.finishedAt(),
              one.finishedAt().plusSeconds(30)));
      if (isRolledBack) {
        Instant undone = Objects.requireNonNull(one.stateAt());
        told.add(told(one, one.state(), undone, null, undone.plusSeconds(31)));
      }
    }
    tell("record_deployments", told);
  }

  /** Where a repository says whose it is, a label with another service does not count. */
  private String labels(int service) {
    int named = isEntered(service) ? (service + 1) % services.size() : service;
    return "{\"service\":\"" + services.get(named) + "\"}";
  }

  ObjectNode told(
      FinishedDeployment one,
      DeploymentState state,
      Instant at,
      @Nullable Instant finished,
      Instant known) {
    UUID service = one.service();
    int number = service == null ? -1 : services.indexOf(service);
    ObjectNode node =
        Json.MAPPER
            .createObjectNode()
            .put("known", known.toString())
            .put("tenant", core.tenant.toString())
            .put("source", API.toString())
            .put("key", one.id().toString())
            .put("dialect", "api")
            .put("state", state.number())
            .put("at", at.toString())
            .put("environment", one.place())
            .put("repository", one.repository().toUpperCase(Locale.ROOT))
            .put("repository_id", "")
            .put("sha", one.sha())
            .put("previous_sha", "")
            .put("ref", one.ref())
            .put("actor", "ann")
            .put("url", "")
            .put("labels", number < 0 ? "{}" : labels(number));
    if (finished != null) {
      node.put("finished", finished.toString());
    }
    return node;
  }

  /**
   * @param later how many seconds after they were pushed
   */
  void tellPushes(List<PushRecord> pushes, long later) {
    ArrayNode told = Json.MAPPER.createArrayNode();
    for (PushRecord push : pushes) {
      ObjectNode node =
          told.addObject()
              .put("known", push.pushedAt().plusSeconds(later).toString())
              .put("tenant", core.tenant.toString())
              .put("source", API.toString())
              .put("receipt", API.toString())
              .put("key", push.id().toString())
              .put("dialect", "api")
              .put("repository", push.repository())
              .put("repository_id", "")
              .put("ref", "refs/heads/main")
              .put("before", push.before())
              .put("after", push.after())
              .put("actor", "ann")
              .put("url", "")
              .put("labels", "{}")
              .put("at", push.pushedAt().toString())
              .put("total", push.total());
      ArrayNode commits = node.putArray("commits");
      for (int i = 0; i < push.listed(); i++) {
        ObjectNode commit =
            commits
                .addObject()
                .put("sha", push.after().substring(0, 30) + i)
                .put("author", "hash")
                .put("title", "Commit " + i);
        if (push.committedAt(i) != PushRecord.UNKNOWN) {
          commit.put("time", Instant.ofEpochMilli(push.committedAt(i)).toString());
        }
      }
    }
    tell("record_pushes", told);
  }

  /** Each of them by itself, as it was known. */
  void tell(String function, ArrayNode told) {
    for (int from = 0; from < told.size(); from += BATCH) {
      ArrayNode batch = Json.MAPPER.createArrayNode();
      for (int i = from; i < Math.min(told.size(), from + BATCH); i++) {
        batch.add(told.get(i));
      }
      core.database.execute(
          "SELECT %s((e.value ->> 'known')::timestamptz, jsonb_build_array(e.value))"
                  .formatted(function)
              + " FROM jsonb_array_elements('%s'::jsonb) WITH ORDINALITY AS e(value, place) ORDER BY e.place"
                  .formatted(batch));
      // Else each of them is looked up by reading all that were told before.
      core.database.execute("ANALYZE deployment, deployment_transition, push");
    }
  }

  private void makeTimelines() {
    for (int i = 0; i < 16; i++) {
      YearMonth month = year.first.minusMonths(1).plusMonths(i);
      if (!month.isBefore(YearMonth.from(core.now().atZone(ZoneOffset.UTC)))) {
        return; // It is there.
      }
      core.database.execute(
          "CREATE TABLE IF NOT EXISTS imas.timeline_p%s01 PARTITION OF imas.timeline FOR VALUES FROM ('%s-01Z') TO ('%s-01Z')"
              .formatted(month.toString().replace("-", ""), month, month.plusMonths(1)));
    }
  }

  private void tellIncident(CausedIncident incident) {
    Instant restored = incident.restoredAt();
    core.database.execute(
        """
        INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by, detected_at,
                              created_at, updated_at, resolved_at)
        VALUES ('%1$s', '%2$s', '%3$s', 'Down', '%4$s', 2, '%5$s', 'alert', 'system', '%6$s', '%6$s', '%6$s', %7$s)\
        """
            .formatted(
                core.tenant,
                incident.id(),
                incident.shortId(),
                services.get(0),
                restored == null ? "TRIGGERED" : "RESOLVED",
                incident.detectedAt(),
                restored == null ? "NULL" : "'" + restored + "'"));
    moved(incident, 1, "TRIGGERED", incident.detectedAt());
    if (restored != null) {
      moved(incident, 2, "MITIGATED", restored);
      moved(incident, 3, "RESOLVED", restored.plusSeconds(900));
    }
    judged(incident, 1, incident.detectedAt().plusSeconds(10));
    judged(incident, 2, incident.detectedAt().plusSeconds(3_600));
  }

  void moved(CausedIncident incident, int number, String to, Instant at) {
    core.database.execute(
        """
        INSERT INTO timeline (at, tenant_id, incident_id, seq, type, author, message, metadata)
        VALUES ('%s', '%s', '%s', %d, 'STATUS_CHANGE', 'ann', '', '{"to": "%s"}')\
        """
            .formatted(at, core.tenant, incident.id(), number, to));
  }

  /**
   * @param judgement 1 suspected, 2 confirmed, 3 rejected
   */
  void judged(CausedIncident incident, int judgement, Instant at) {
    core.database.execute(
        """
        INSERT INTO incident_change_judgement (tenant_id, id, incident_id, kind, change_id, judgement, judged_name, at)
        VALUES ('%s', gen_random_uuid(), '%s', 1, '%s', %d, 'ann', '%s')\
        """
            .formatted(
                core.tenant, incident.id(), stored.get(incident.deployment()), judgement, at));
  }

  @Override
  public void close() {
    core.close();
  }
}
