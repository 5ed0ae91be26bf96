package dev.imas.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Settings;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.notifier.NotifierRole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Core and a notifier on one database, a service with a team of its own, and a receiver. */
final class PagingScene implements AutoCloseable {

  final RunningCore core;
  final FakeReceiver receiver;
  final String team;
  private final Role.Running notifier;

  /**
   * @param coreSettings and the notifier's settings override the scene's own, which make retries
   *     fast
   */
  PagingScene(Map<String, String> coreSettings, Map<String, String> notifierSettings) {
    core = RunningCore.start(coreSettings);
    receiver = FakeReceiver.start(core.vertx);
    team = core.post("/api/v1/teams", "{\"name\":\"payments\"}").json().get("id").asText();
    core.post("/api/v1/services", "{\"name\":\"ledger\",\"owner_team\":\"" + team + "\"}");
    notifier = startNotifier(core, new NotifierRole(), notifierSettings);
  }

  /** Starts another one beside that core, on its database. */
  static Role.Running startNotifier(
      RunningCore core, NotifierRole role, Map<String, String> overriding) {
    Map<String, String> environment = new HashMap<>();
    environment.put("IMAS_NOTIFIER_PORT", "0");
    environment.put("IMAS_NOTIFIER_WEBHOOK_ALLOW", "127.0.0.1");
    environment.put("IMAS_NOTIFIER_RETRY_FIRST", "50ms");
    environment.put("IMAS_NOTIFIER_POLL", "50ms");
    environment.put("IMAS_NOTIFIER_RECEIVER_RATE", "0");
    environment.putAll(overriding);
    Settings settings = new Settings(environment, new Properties());
    Role.Setup setup = role.configure(settings);
    settings.throwIfFaulty();
    return Await.result(
        setup.start(
            new Platform(
                core.vertx,
                new Database(core.vertx, core.database.config()),
                core.clock,
                core.meters,
                new SecretBox(new byte[32]),
                core.clock.instant(),
                "test")));
  }

  /**
   * Creates a webhook contact of the team at this path of the receiver.
   *
   * @return its path in the API
   */
  String hook(String name, String path, String leastSeverity) {
    JsonNode made =
        core.post(
                "/api/v1/teams/" + team + "/contacts",
                "{\"name\":\"%s\",\"channel\":\"webhook\",\"address\":\"%s\",\"min_severity\":\"%s\"}"
                    .formatted(name, receiver.url(path), leastSeverity))
            .json();
    return "/api/v1/teams/" + team + "/contacts/" + made.get("id").asText();
  }

  /**
   * @return its id
   */
  String hookOfAnotherTeam(String name, String path) {
    String other =
        core.post("/api/v1/teams", "{\"name\":\"team of %s\"}".formatted(name))
            .json()
            .get("id")
            .asText();
    return core.post(
            "/api/v1/teams/" + other + "/contacts",
            "{\"name\":\"%s\",\"channel\":\"webhook\",\"address\":\"%s\"}"
                .formatted(name, receiver.url(path)))
        .json()
        .get("id")
        .asText();
  }

  /**
   * @return the incident's id
   */
  String incident(String title, String severity) {
    return core.post(
            "/api/v1/incidents",
            "{\"title\":\"%s\",\"severity\":\"%s\",\"service_name\":\"ledger\"}"
                .formatted(title, severity))
        .json()
        .get("id")
        .asText();
  }

  /** For each delivery about the incident, in order: event, receiver's name, status. */
  List<String> deliveries(String incident) {
    return core.database.query(
        """
        SELECT d.event || ' ' || coalesce(c.name, d.channel) || ' ' || d.status
          FROM imas.delivery d LEFT JOIN imas.team_contact c ON c.id = d.receiver_id
         WHERE d.incident_id = '%s' ORDER BY 1\
        """
            .formatted(incident));
  }

  List<String> timeline(String incident) {
    return core.database.query(
        """
        SELECT t.type || ': ' || coalesce(c.text, t.message)
          FROM imas.timeline t LEFT JOIN imas.comment c ON c.subject_id = t.incident_id AND c.seq = t.seq
         WHERE t.incident_id = '%s' ORDER BY t.seq\
        """
            .formatted(incident));
  }

  @Override
  public void close() {
    Await.result(notifier.stop());
    core.close();
  }
}
