package dev.imas.core.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Which pages that nobody accepted still go to others. No notifier runs: the tests write the
 * outcomes of deliveries as a notifier would.
 */
class PageInHandIT {

  private static final RunningCore core =
      RunningCore.start(Map.of("IMAS_CORE_PAGE_ACCEPT_WITHIN", "0s"));
  private static int scenes;

  private String service = "";
  private String incident = "";

  @AfterAll
  static void stop() {
    core.close();
  }

  /** Ann is told of everything, Bob of SEV1 and where Ann cannot be reached. */
  @BeforeEach
  void open() {
    service = "ledger " + ++scenes;
    String team = made("/api/v1/teams", "{\"name\":\"team %d\"}".formatted(scenes));
    made("/api/v1/services", "{\"name\":\"%s\",\"owner_team\":\"%s\"}".formatted(service, team));
    contact(team, "Ann", "SEV4");
    contact(team, "Bob", "SEV1");
    incident =
        made(
            "/api/v1/incidents",
            "{\"title\":\"Ledger is down\",\"severity\":\"SEV3\",\"service_name\":\"%s\"}"
                .formatted(service));
  }

  private static String made(String path, String json) {
    Reply reply = core.post(path, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json().get("id").asText();
  }

  private static void contact(String team, String name, String least) {
    made(
        "/api/v1/teams/" + team + "/contacts",
        """
        {"name": "%s", "channel": "webhook", "address": "https://hooks.example/%1$s", "min_severity": "%s"}\
        """
            .formatted(name, least));
  }

  private void act(String action) {
    Reply reply =
        core.post("/api/v1/incidents/" + incident + "/" + action, "{\"message\":\"by hand\"}");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  private void edit(String member, String value) {
    String path = "/api/v1/incidents/" + incident;
    String etag = core.get(path).header("ETag");
    Reply reply =
        core.send(
            core.token,
            "PATCH",
            path,
            "{\"%s\":\"%s\"}".formatted(member, value),
            "If-Match",
            String.valueOf(etag),
            "content-type",
            "application/merge-patch+json");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  private void raise(String severity) {
    edit("severity", severity);
  }

  /** The latest delivery of that event to that receiver. */
  private String delivery(String event, String receiver) {
    return core.database
        .query(
            """
            SELECT d.id FROM delivery d LEFT JOIN team_contact c ON c.id = d.receiver_id
             WHERE d.incident_id = '%s' AND d.event = 'incident.%s' AND coalesce(c.name, d.channel) = '%s'
             ORDER BY d.event_seq DESC\
            """
                .formatted(incident, event, receiver))
        .get(0);
  }

  private static void becomes(String delivery, String status) {
    core.database.execute(
        "UPDATE delivery SET status = '%s', finished_at = now(), last_error = 'HTTP 400' WHERE id = '%s'"
            .formatted(status, delivery));
  }

  /** Event and receiver of what was queued, once all outcomes so far are processed. */
  private List<String> followed() {
    Await.until(
        "all followed",
        () -> core.database.query("SELECT id FROM delivery_outcome"),
        List::isEmpty);
    return core.database.query(
        """
        SELECT replace(d.event, 'incident.', '') || ' ' || coalesce(c.name, d.channel)
          FROM delivery d LEFT JOIN team_contact c ON c.id = d.receiver_id
         WHERE d.incident_id = '%s' ORDER BY d.event_seq, 1\
        """
            .formatted(incident));
  }

  @Test
  void whatWasAcknowledgedAgainAfterThePageIsInHand() {
    act("acknowledge");
    act("resolve");
    act("reopen");
    raise("SEV2_HIGH");
    String page = delivery("severity_changed", "Ann");
    becomes(page, "sending");
    act("acknowledge");
    becomes(page, "dead");
    assertThat(followed()).doesNotContain("severity_changed Bob");
  }

  @Test
  void soIsWhatWasMitigatedAfterThePage() {
    act("acknowledge");
    raise("SEV2_HIGH");
    String page = delivery("severity_changed", "Ann");
    becomes(page, "sending");
    act("mitigate");
    becomes(page, "dead");
    assertThat(followed()).doesNotContain("severity_changed Bob");
  }

  @Test
  void whatWasTakenOnBeforeThePageAloneIsNot() {
    act("acknowledge");
    act("mitigate");
    raise("SEV2_HIGH");
    becomes(delivery("severity_changed", "Ann"), "dead");
    assertThat(followed()).contains("severity_changed Bob");
  }

  @Test
  void norIsWhatNeedsPeopleAgain() {
    String page = delivery("triggered", "Ann");
    becomes(page, "sending");
    act("acknowledge");
    act("resolve");
    act("reopen");
    becomes(page, "dead");
    assertThat(followed()).contains("triggered Bob");
  }

  @Test
  void whoHasAcceptedALaterCallIsNotSentTheOldOneAsNew() {
    String page = delivery("triggered", "Ann");
    becomes(page, "sending");
    raise("SEV1_CRITICAL");
    becomes(delivery("severity_changed", "Bob"), "sent");
    becomes(page, "dead");
    assertThat(followed()).doesNotContain("triggered Bob", "triggered console");
    assertThat(
            core.database.query("SELECT type FROM timeline WHERE incident_id = '" + incident + "'"))
        .doesNotContain("NOTIFICATION_REDIRECTED");
  }

  @Test
  void aLaterCallThatNobodyHasAcceptedYetStandsInForNone() {
    String page = delivery("triggered", "Ann");
    becomes(page, "sending");
    raise("SEV1_CRITICAL");
    becomes(page, "dead");
    assertThat(followed()).contains("triggered Bob");
  }

  @Test
  void norDoesOneThatTheConsoleAloneTook() {
    String page = delivery("triggered", "Ann");
    becomes(page, "sending");
    core.database.execute(
        "UPDATE team_contact SET is_active = false WHERE id = (SELECT receiver_id FROM delivery WHERE id = '%s')"
            .formatted(page));
    raise("SEV2_HIGH");
    becomes(delivery("severity_changed", "console"), "sent");
    becomes(page, "dead");
    assertThat(followed()).contains("triggered Bob");
  }

  @Test
  void norDoNews() {
    String page = delivery("triggered", "Ann");
    becomes(page, "sending");
    act("acknowledge");
    act("mitigate");
    becomes(delivery("mitigated", "Ann"), "sent");
    act("resolve");
    act("reopen");
    becomes(page, "dead");
    assertThat(followed()).contains("triggered Bob");
  }

  @Test
  void aLaterCallInADigestIsAcceptedWithIt() {
    String page = delivery("triggered", "Ann");
    becomes(page, "sending");
    raise("SEV1_CRITICAL");
    String later = delivery("severity_changed", "Bob");
    String digest = UUID.randomUUID().toString();
    core.database.execute(
        """
        INSERT INTO delivery (tenant_id, id, event_seq, event, receiver_id, channel, address, urgency, status, payload)
        SELECT tenant_id, '%1$s', 0, 'incidents.digest', receiver_id, channel, address, urgency, 'sending', '{}'
          FROM delivery WHERE id = '%2$s';
        UPDATE delivery SET status = 'folded', folded_into = '%1$s' WHERE id = '%2$s'\
        """
            .formatted(digest, later));
    becomes(digest, "sent");
    becomes(page, "dead");
    assertThat(followed()).doesNotContain("triggered Bob");
  }
}
