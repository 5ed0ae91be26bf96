package dev.imas.gateway.snapshot;

import static dev.imas.gateway.TestGateway.CUSTOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.ManyTenants;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.StoredAlert;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Changes of sources, services and rules are live in a running gateway within a second. */
class SnapshotIT {

  /** One second is promised; the rest is for a busy machine. */
  private static final Duration SOON = Duration.ofSeconds(15);

  private static TestGateway gateway;
  private static int probes;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "1");
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  private static int post(String key) {
    return gateway.post(key, CUSTOM, "{\"name\":\"P\"}".getBytes(StandardCharsets.UTF_8)).status();
  }

  /** Posts a new alert and returns where it went. */
  private static StoredAlert probe(String service) {
    String name = "probe " + ++probes;
    gateway.custom("\"name\":\"" + name + "\",\"service\":\"" + service + "\"");
    return gateway.alert(name);
  }

  @Test
  void newKeyOpensAndRevokedKeyDoesNot() {
    TestGateway.Source source = gateway.addSource(gateway.tenant(), "new", "ANY");
    Await.until("the key to be live", SOON, () -> post(source.key()), s -> s == 202);

    gateway.update("UPDATE source_key SET revoked_at = now() WHERE source_id = ?", source.id());

    Await.until("the key to be dead", SOON, () -> post(source.key()), s -> s == 401);
  }

  @Test
  void sourceSwitchedOffIsRefused() {
    TestGateway.Source source = gateway.addSource(gateway.tenant(), "switched", "ANY");
    Await.until("the key to be live", SOON, () -> post(source.key()), s -> s == 202);

    gateway.update("UPDATE source SET is_active = false WHERE id = ?", source.id());

    Await.until("the source to be off", SOON, () -> post(source.key()), s -> s == 403);
  }

  @Test
  void newServiceTakesItsAlerts() {
    UUID service = gateway.addService(gateway.tenant(), "checkout");

    Await.until("the service to be live", SOON, () -> probe("checkout").service(), service::equals);
  }

  @Test
  void activationOfRulesIsLiveAndMakesCacheEntriesVoid() {
    UUID service = gateway.addService(gateway.tenant(), "ruled");
    gateway.custom("\"name\":\"Known\",\"severity\":\"low\"");
    gateway.custom("\"name\":\"Known\",\"severity\":\"low\"");
    assertThat(gateway.alert("Known").severity()).isEqualTo(4);
    gateway.clock().move(Duration.ofSeconds(1));

    gateway.activateRules(
        gateway.tenant(),
        "[{\"name\":\"r\",\"matchers\":[\"alertname=\\\"Known\\\"\"],\"severity\":\"critical\"},"
            + "{\"name\":\"s\",\"matchers\":[\"service=\\\"by-rule\\\"\"],\"service\":\"ruled\"}]");

    Await.until("the rules to be live", SOON, () -> probe("by-rule").service(), service::equals);
    // The same post was a repeat by the cache before; now the new rules decide on it.
    gateway.custom("\"name\":\"Known\",\"severity\":\"low\"");
    assertThat(gateway.alert("Known").severity()).isEqualTo(1);
    assertThat(gateway.transitions("Known")).containsExactly(1, 4);
  }

  @Test
  void conditionsDecideByLabelsAndTheTimeOfReceipt() {
    UUID service = gateway.addService(gateway.tenant(), "conditioned");
    LocalTime from = LocalTime.ofInstant(gateway.clock().instant(), ZoneOffset.UTC);
    gateway.activateRules(
        gateway.tenant(),
        """
        [{"name":"load","when":{"all":[
            {"label":"load","gt":3.5},
            {"time":{"zone":"UTC","from":"%s","to":"%s"}},
            {"cel":"labels.alertname.startsWith(\\"Load\\")"}]},"severity":"critical"},
         {"name":"s","matchers":["service=\\"by-condition\\""],"service":"conditioned"}]\
        """
            .formatted(minute(from.minusHours(1)), minute(from.plusHours(1))));
    Await.until(
        "the rules to be live", SOON, () -> probe("by-condition").service(), service::equals);

    gateway.custom("\"name\":\"Load1\",\"severity\":\"low\",\"labels\":{\"load\":\"3.6\"}");
    gateway.custom("\"name\":\"Load2\",\"severity\":\"low\",\"labels\":{\"load\":\"much\"}");
    gateway.custom("\"name\":\"Other\",\"severity\":\"low\",\"labels\":{\"load\":\"3.6\"}");
    gateway.clock().move(Duration.ofHours(2));
    gateway.custom("\"name\":\"Load3\",\"severity\":\"low\",\"labels\":{\"load\":\"3.6\"}");

    assertThat(gateway.alert("Load1").severity()).isEqualTo(1);
    assertThat(gateway.alert("Load2").severity()).isEqualTo(4);
    assertThat(gateway.alert("Other").severity()).isEqualTo(4);
    assertThat(gateway.alert("Load3").severity()).isEqualTo(4);
  }

  /** What the gateway reads of sources, services and teams is what rules ask for. */
  @Test
  void conditionsAskForSourceServiceTierTeamAndSeverity() {
    TestGateway.Source edge = gateway.addSource(gateway.tenant(), "Edge", "ANY");
    UUID service = gateway.addService(gateway.tenant(), "known");
    UUID live = gateway.addService(gateway.tenant(), "known rules");
    gateway.update(
        "UPDATE service SET tier = 'TIER_1_CRITICAL', aliases = '{famous}' WHERE id = ?", service);
    gateway.activateRules(
        gateway.tenant(),
        """
        [{"name":"by source","when":{"source":["edge"]},"service":"Known","continue":true},
         {"name":"by tier","when":{"all":[{"tier":["TIER_1_CRITICAL"]},{"team":["Operations"]},
            {"service":["FAMOUS"]},{"source_type":["any"]}]},"severity":"SEV2","continue":true},
         {"name":"by severity","when":{"severity":["SEV2"]},"group_by":[]},
         {"name":"live","matchers":["service=\\"by-known\\""],"service":"known rules"}]\
        """);
    Await.until("the rules to be live", SOON, () -> probe("by-known").service(), live::equals);
    Await.until("the key to be live", SOON, () -> post(edge.key()), s -> s == 202);

    byEdge(edge, "Edged");
    gateway.custom("\"name\":\"Plain\",\"severity\":\"low\"");

    assertThat(gateway.alert("Edged").service()).isEqualTo(service);
    assertThat(gateway.alert("Edged").severity()).isEqualTo(2);
    assertThat(gateway.alert("Edged").groupKey()).isEqualTo(service + ":{}");
    assertThat(gateway.alert("Plain").severity()).isEqualTo(4);
    assertThat(gateway.alert("Plain").service()).isNotEqualTo(service);
  }

  private static void byEdge(TestGateway.Source edge, String name) {
    byte[] body =
        ("{\"name\":\"" + name + "\",\"severity\":\"low\"}").getBytes(StandardCharsets.UTF_8);
    assertThat(gateway.post(edge.key(), CUSTOM, body).status()).isEqualTo(202);
  }

  private static String minute(LocalTime time) {
    return time.truncatedTo(ChronoUnit.MINUTES).toString();
  }

  /** The label that the table sets leads a later rule, and changes nothing of what is the alert. */
  @Test
  void lookupTablesThatTheRulesNameAreRead() {
    UUID service = gateway.addService(gateway.tenant(), "looked up");
    gateway.update(
        "INSERT INTO lookup_table_version (tenant_id, version, table_id, name, columns, rows,"
            + " created_by) VALUES (?, 7, uuidv7(), 'cmdb', '{host,owner}', '[[\"db-1\",\"dba\"]]',"
            + " 'test')",
        gateway.tenant());
    gateway.activateRules(
        gateway.tenant(),
        """
        [{"name":"cmdb","enrich":{"table":"cmdb","version":7,"key":["service"],"set":{"owner":"owner"}},"continue":true},
         {"name":"dba","matchers":["owner=\\"dba\\""],"service":"looked up","group_by":["owner"]}]\
        """);

    Await.until("the table to be live", SOON, () -> probe("db-1").service(), service::equals);

    assertThat(probe("db-1").labels()).doesNotContainKey("owner");
    assertThat(probe("web-1").service()).isNotEqualTo(service);
  }

  @Test
  void rulesWithMembersThatThisGatewayDoesNotKnowAreNotUsed() {
    UUID tenant = gateway.addTenant("newer rules");
    TestGateway.Source source = gateway.addSource(tenant, "of newer rules", "ANY");
    Await.until("the key to be live", SOON, () -> post(source.key()), s -> s == 202);
    String plain = "[{\"name\":\"r\",\"severity\":\"critical\"%s}]";
    gateway.activateRules(tenant, plain.formatted(""));
    Await.until(
        "the rules to be live",
        SOON,
        () -> {
          post(source.key());
          return gateway.alerts("severity = 1 AND source_id = '" + source.id() + "'").size();
        },
        n -> n == 1);

    gateway.activateRules(
        tenant, plain.formatted(",\"since_tomorrow\":{}").replace("critical", "low"));
    UUID service = gateway.addService(gateway.tenant(), "beside newer rules");

    Await.until(
        "others to go on", SOON, () -> probe("beside newer rules").service(), service::equals);
    assertThat(post(source.key())).isEqualTo(202);
    assertThat(gateway.alerts("severity = 1 AND source_id = '" + source.id() + "'")).hasSize(1);
  }

  @Test
  void changesAreSeenWithoutAnyNotificationToo() {
    gateway
        .database()
        .query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                + " current_database() AND application_name = 'imas-gateway-listener'");
    UUID service = gateway.addService(gateway.tenant(), "unheard");

    Await.until("the service to be live", SOON, () -> probe("unheard").service(), service::equals);
    Await.until(
        "the listener to be back",
        () ->
            gateway
                .database()
                .count(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name = 'imas-gateway-listener'"),
        n -> n == 1);
  }

  @Test
  void sourceWhoseSecretCannotBeOpenedKeepsNoOtherOut() {
    TestGateway.Source broken = gateway.addSource(gateway.tenant(), "broken", "ANY");
    gateway.update(
        "UPDATE source SET signing_secret_enc = '\\x0102030405' WHERE id = ?", broken.id());

    TestGateway.Source fine = gateway.addSource(gateway.tenant(), "fine", "ANY");

    Await.until("the other key to be live", SOON, () -> post(fine.key()), s -> s == 202);
    assertThat(post(broken.key())).isEqualTo(401);
  }

  @Test
  void brokenRulesOfOneTenantKeepNoOtherOut() {
    UUID tenant = gateway.addTenant("broken rules");
    TestGateway.Source source = gateway.addSource(tenant, "of broken rules", "ANY");
    Await.until("the key to be live", SOON, () -> post(source.key()), s -> s == 202);

    gateway.activateRules(tenant, "[{\"name\":\"r\",\"matchers\":[\"((\"]}]");
    UUID service = gateway.addService(gateway.tenant(), "elsewhere");

    Await.until("others to go on", SOON, () -> probe("elsewhere").service(), service::equals);
    assertThat(post(source.key())).isEqualTo(202);
  }

  /** As after a start with them: there are no previous ones. */
  @Test
  void whoseRulesWereNeverFineIsServedWithoutRules() {
    UUID tenant = new UUID(4, 1);
    gateway
        .database()
        .execute(
            """
            INSERT INTO tenant (tenant_id, name) VALUES ('%1$s', 'never fine');
            INSERT INTO team (tenant_id, id, name) VALUES ('%1$s', '%1$s', 'Operations')\
            """
                .formatted(tenant));
    gateway.activateRules(tenant, "[{\"name\":\"r\",\"matchers\":[\"((\"]}]");
    gateway
        .database()
        .execute(
            """
            INSERT INTO service (tenant_id, id, name, owner_team_id, is_triage)
            VALUES ('%1$s', '%1$s', 'Unknown/Triage', '%1$s', true)\
            """
                .formatted(tenant));
    TestGateway.Source source = gateway.addSource(tenant, "of rules that were never fine", "ANY");
    Await.until("the key to be live", SOON, () -> post(source.key()), s -> s == 202);

    UUID service = gateway.addService(tenant, "added-since");

    Await.until(
        "its new service to be live",
        SOON,
        () -> {
          String name = "of never fine " + ++probes;
          gateway.post(
              source.key(),
              CUSTOM,
              "{\"name\":\"%s\",\"service\":\"added-since\"}"
                  .formatted(name)
                  .getBytes(StandardCharsets.UTF_8));
          return gateway.alert(name).service();
        },
        service::equals);
  }

  /** As at a start, or after documents were applied to all of them. */
  @Test
  void asManyTenantsAsChangeTogetherAreReadTogether() {
    ManyTenants tenants = ManyTenants.in(gateway.database());

    Await.until("one to be live", SOON, () -> post(tenants.key(1)), s -> s == 202);

    for (int n = 1; n <= tenants.size(); n += 7) {
      assertThat(post(tenants.key(n))).as("of %d", n).isEqualTo(202);
    }
  }
}
