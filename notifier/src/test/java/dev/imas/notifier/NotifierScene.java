package dev.imas.notifier;

import dev.imas.core.bus.DeliveriesQueued;
import dev.imas.core.bus.PageContent;
import dev.imas.core.model.ProviderKind;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Settings;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.MovableClock;
import dev.imas.fixtures.database.TestDatabase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant with a team and a service in a database of its own, deliveries as core would write them,
 * and notifiers that work on them.
 */
final class NotifierScene implements AutoCloseable {

  final Vertx vertx = Vertx.vertx();
  final TestDatabase database = TestDatabase.create();
  final MovableClock clock = MovableClock.atPresent();
  final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final SecretBox secrets = new SecretBox(new byte[32]);
  final TenantId tenant = new TenantId(UUID.randomUUID());
  private final UUID team = UUID.randomUUID();
  private final UUID service = UUID.randomUUID();
  private final List<Role.Running> running = new ArrayList<>();

  NotifierScene() {
    execute("INSERT INTO tenant (tenant_id, name) VALUES (?, ?)", tenant.value(), "acme-" + tenant);
    execute("INSERT INTO team (tenant_id, id, name) VALUES (?, ?, 'dba')", tenant.value(), team);
    execute(
        "INSERT INTO service (tenant_id, id, name, owner_team_id) VALUES (?, ?, 'orders-db', ?)",
        tenant.value(),
        service,
        team);
  }

  /** Starts a notifier that may post to this machine; settings override the test's own. */
  Role.Running startNotifier(Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>();
    environment.put("IMAS_NOTIFIER_PORT", "0");
    environment.put("IMAS_NOTIFIER_WEBHOOK_ALLOW", "127.0.0.1");
    environment.put("IMAS_NOTIFIER_RETRY_FIRST", "50ms");
    environment.put("IMAS_NOTIFIER_RECEIVER_RATE", "0");
    environment.put("IMAS_NOTIFIER_POLL", "50ms");
    environment.put("IMAS_NOTIFIER_DRAIN", "2s");
    environment.putAll(settings);
    Settings read = new Settings(environment, new Properties());
    Role.Setup setup = new NotifierRole().configure(read);
    read.throwIfFaulty();
    Role.Running notifier = Await.result(setup.start(platform()));
    running.add(notifier);
    return notifier;
  }

  Platform platform() {
    return new Platform(
        vertx,
        new Database(vertx, database.config()),
        clock,
        meters,
        secrets,
        clock.instant(),
        "test");
  }

  UUID contact(String name, String address, @Nullable String secret) {
    return contact(name, "webhook", address, secret);
  }

  UUID contact(String name, String channel, String address, @Nullable String secret) {
    UUID id = UUID.randomUUID();
    execute(
        """
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address, secret_enc)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        tenant.value(),
        id,
        team,
        name,
        channel,
        address,
        secret == null ? null : secrets.seal(secret, tenant));
    return id;
  }

  /** Stores a provider as core does, with one secret. */
  UUID provider(String name, String type, int priority, String config, Map<String, String> secret) {
    return provider(name, type, type, priority, config, secret);
  }

  UUID provider(
      String name,
      String type,
      String channel,
      int priority,
      String config,
      Map<String, String> secret) {
    UUID id = UUID.randomUUID();
    execute(
        """
        INSERT INTO provider (tenant_id, id, name, type, channel, config, secrets_enc, priority, concurrency)
        VALUES (?, ?, ?, ?, ?, ?::jsonb, ?, ?, 4)
        """,
        tenant.value(),
        id,
        name,
        type,
        channel,
        config,
        secrets.seal(Json.write(secret), ProviderKind.sealedFor(tenant, id)),
        priority);
    return id;
  }

  UUID incident(String title) {
    UUID id = UUID.randomUUID();
    execute(
        """
        INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin,
               created_by, detected_at, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, 1, 'TRIGGERED', 'alert', 'system', now(), now(), now())
        """,
        tenant.value(),
        id,
        id.toString().substring(0, 8),
        title,
        service);
    return id;
  }

  /** Queues a delivery as core does. */
  UUID delivery(UUID incident, int eventSeq, UUID receiver, String address, Severity urgency) {
    return delivery(incident, eventSeq, receiver, "webhook", address, urgency);
  }

  UUID delivery(
      UUID incident,
      int eventSeq,
      UUID receiver,
      String channel,
      String address,
      Severity urgency) {
    PageContent page = Pages.page(incident, "event " + eventSeq, "", urgency);
    return delivery(incident, eventSeq, receiver, channel, address, urgency, Json.write(page));
  }

  /** Queues an event of an incident as core does. */
  UUID moment(
      UUID incident, int eventSeq, String event, UUID receiver, String address, Severity urgency) {
    String page =
        Json.write(Pages.page(incident, "event " + eventSeq, "", urgency))
            .replace("incident.triggered", "incident." + event);
    return delivery(
        incident, eventSeq, "incident." + event, receiver, "webhook", address, urgency, page);
  }

  /** The same by any channel, after which the incident has that status. */
  UUID moment(
      UUID incident,
      int eventSeq,
      String event,
      String status,
      UUID receiver,
      String channel,
      String address,
      Severity urgency) {
    String page =
        Json.write(Pages.page(incident, "event " + eventSeq, "", urgency))
            .replace("incident.triggered", "incident." + event)
            .replace("\"TRIGGERED\"", '"' + status + '"');
    return delivery(
        incident, eventSeq, "incident." + event, receiver, channel, address, urgency, page);
  }

  UUID delivery(
      UUID incident,
      int eventSeq,
      UUID receiver,
      String channel,
      String address,
      Severity urgency,
      String payload) {
    return delivery(
        incident, eventSeq, "incident.triggered", receiver, channel, address, urgency, payload);
  }

  private UUID delivery(
      UUID incident,
      int eventSeq,
      String event,
      UUID receiver,
      String channel,
      String address,
      Severity urgency,
      String payload) {
    UUID id = UUID.randomUUID();
    execute(
        """
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel,
               address, urgency, status, payload)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?::jsonb)
        """,
        tenant.value(),
        id,
        incident,
        eventSeq,
        event,
        receiver,
        channel,
        address,
        urgency.number(),
        payload);
    return id;
  }

  /** Creates that many incidents, each with one due delivery to this receiver. */
  void backlog(UUID receiver, String address, Severity urgency, int count) {
    execute(
        """
        WITH made AS (
          INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status,
                 origin, created_by, detected_at, created_at, updated_at)
          SELECT ?, gen_random_uuid(), gen_random_uuid()::text, 'storm', ?, 1, 'TRIGGERED', 'alert',
                 'system', now(), now(), now()
            FROM generate_series(1, ?)
          RETURNING tenant_id, id)
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel,
               address, urgency, status, payload)
        SELECT made.tenant_id, gen_random_uuid(), made.id, 1, 'incident.triggered', ?, 'webhook', ?,
               ?, 'pending', ?::jsonb
          FROM made
        """,
        tenant.value(),
        service,
        count,
        receiver,
        address,
        urgency.number(),
        Json.write(Pages.page()));
  }

  void tellNotifier() {
    DeliveriesQueued.registerOn(vertx.eventBus());
    vertx
        .eventBus()
        .send(DeliveriesQueued.ADDRESS, new DeliveriesQueued(1, Severity.SEV1_CRITICAL));
  }

  String status(UUID delivery) {
    return database.query("SELECT status FROM delivery WHERE id = '" + delivery + "'").get(0);
  }

  void awaitStatus(UUID delivery, String status) {
    Await.until("delivery " + status, () -> status(delivery), status::equals);
  }

  /** What core learns about an incident's deliveries: moment, outcome, attempts, reason. */
  List<String> outcomes(UUID incident) {
    return database.query(
        "SELECT concat_ws(' ', event_seq, outcome, tries, reason) FROM delivery_outcome"
            + " WHERE delivery_id IS NOT NULL AND incident_id = '"
            + incident
            + "' ORDER BY id");
  }

  List<String> attempts(UUID delivery) {
    return database.query(
        "SELECT concat_ws(' ', attempt, outcome, CASE WHEN outcome <> 'accepted' THEN status_code"
            + " END, error) FROM delivery_attempt WHERE delivery_id = '"
            + delivery
            + "' ORDER BY attempt");
  }

  /** 0 for a counter of which nothing was counted yet. */
  double meter(String name, String... tags) {
    return meters.find(name).tags(tags).counters().stream().mapToDouble(Counter::count).sum();
  }

  void execute(String sql, @Nullable Object... values) {
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    running.forEach(notifier -> Await.result(notifier.stop()));
    Await.result(vertx.close());
    database.close();
  }
}
