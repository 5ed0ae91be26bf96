package dev.imas.core.hold;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What waits, for what, and how it is told in the end (NTF-20, NTF-22, M8, M14), in plain words.
 * The clock is moved, and the sweep is run by hand. No notifier runs.
 */
class HoldIT {

  private final RunningCore core = RunningCore.start();
  private String team = "";
  private int incidents;

  @BeforeEach
  void itIsThreeMinutesPastTenOnAWednesday() {
    core.holdHousekeeping();
    team = made("/api/v1/teams", "{\"name\":\"Shop\"}");
    made("/api/v1/services", "{\"name\":\"shop\",\"owner_team\":\"" + team + "\"}");
    at("2030-06-12T10:03:00Z");
  }

  @AfterEach
  void close() {
    core.close();
  }

  private void at(String time) {
    core.clock.move(Duration.between(core.now(), Instant.parse(time)));
  }

  private String made(String path, String json) {
    Reply reply = core.post(path, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json().get("id").asText();
  }

  private void channel(String name, boolean byMatrix) {
    core.database.execute(
        """
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address, by_matrix)
        VALUES ('%s', '%s', '%s', '%s', 'webhook', 'https://example.org/%s', %s)\
        """
            .formatted(core.tenant, UUID.randomUUID(), team, name, name, byMatrix));
  }

  /** Ann is on call and can be reached by mail. A policy tells whoever is on call of everything. */
  private void annIsOnCall() {
    UUID ann = UUID.randomUUID();
    UUID policy = UUID.randomUUID();
    core.database.execute(
        """
        INSERT INTO user_account (tenant_id, id, username, email, role, time_zone)
        VALUES ('%1$s', '%2$s', 'ann', 'ann@example.org', 'responder', 'UTC');
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        VALUES ('%1$s', gen_random_uuid(), '%2$s', 'Email', 'email', 'ann@example.org', now());
        INSERT INTO escalation_policy (tenant_id, id, name, is_default, created_at, updated_at)
        VALUES ('%1$s', '%3$s', 'Shop ladder', true, now(), now());
        INSERT INTO escalation_policy_version (tenant_id, policy_id, version, definition, made_at, made_by)
        VALUES ('%1$s', '%3$s', 1, '{"name":"Shop ladder","severities":[],"is_default":true,"rounds":1,"repeat_after":"PT30M",
                "steps":[{"after":"PT0S","notify":[{"type":"oncall"}]}]}', now(), 'test')\
        """
            .formatted(core.tenant, ann, policy));
    Reply reply =
        core.send(
            core.token,
            "PUT",
            "/api/v1/teams/" + team + "/stand-ins",
            "{\"current_on_call\":\"ann\"}");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  private void annsNightIsQuiet() {
    core.database.execute(
        """
        INSERT INTO notification_preference (tenant_id, user_id, quiet_from, quiet_until, quiet_days)
        SELECT tenant_id, id, '22:00', '07:00', '{1,2,3,4,5,6,7}' FROM user_account WHERE username = 'ann'\
        """);
  }

  private String opens(String severity) {
    return made(
        "/api/v1/incidents",
        "{\"title\":\"Trouble %d\",\"severity\":\"%s\",\"service_name\":\"shop\"}"
            .formatted(++incidents, severity));
  }

  private void acts(String incident, String action) {
    Reply reply =
        core.post("/api/v1/incidents/" + incident + "/" + action, "{\"message\":\"by hand\"}");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  /** What is sent by then has been sent. */
  private void until(String time) {
    at(time);
    core.sweep("held-messages");
  }

  private void accepted() {
    core.database.execute(
        "UPDATE delivery SET status = 'sent', finished_at = now() WHERE status = 'pending'");
  }

  /** "incident.triggered held" */
  private List<String> messages() {
    return core.database.query(
        "SELECT event || ' ' || status FROM delivery ORDER BY created_at, event_seq, id");
  }

  private List<String> held() {
    return core.database.query(
        "SELECT held_for || ' ' || to_char(held_until AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')"
            + " FROM delivery WHERE status = 'held' ORDER BY created_at, event_seq");
  }

  private String digest() {
    return core.database
        .query("SELECT payload::text FROM delivery WHERE event = 'incidents.digest'")
        .getFirst();
  }

  /** M14: what a channel is told does not change unless somebody says so. */
  @Test
  void aTeamsChannelIsToldOfASev4AtOnce() {
    channel("Chat", false);
    opens("SEV4");
    assertThat(messages()).containsExactly("incident.triggered pending");
  }

  @Test
  void aTeamsChannelThatFollowsTheMatrixIsToldOfThreeSev4InOneMessage() throws Exception {
    channel("Chat", true);
    String first = opens("SEV4");
    opens("SEV3");
    opens("SEV4");
    acts(first, "resolve");
    assertThat(held())
        .containsExactly(
            "grouped 2030-06-12 10:15",
            "grouped 2030-06-12 10:15",
            "grouped 2030-06-12 10:15",
            "grouped 2030-06-12 10:15");

    until("2030-06-12T10:14:59Z");
    assertThat(held()).hasSize(4);
    until("2030-06-12T10:15:00Z");

    assertThat(messages())
        .containsExactly(
            "incident.triggered folded",
            "incident.triggered folded",
            "incident.triggered folded",
            "incident.resolved folded",
            "incidents.digest pending");
    var told = Json.MAPPER.readTree(digest()).get("digest");
    assertThat(told.get("messages").asInt()).isEqualTo(4);
    assertThat(told.get("incidents").asInt()).isEqualTo(3);
    assertThat(told.get("over").asInt()).isEqualTo(1);
    assertThat(told.at("/listed/0/severity").asText()).isEqualTo("SEV3_MEDIUM");
    assertThat(told.get("collected").asText()).isEqualTo("what is told together");
  }

  @Test
  void whatWaitsIsInTheListOfDeliveriesWithItsReasonAndTime() {
    channel("Chat", true);
    opens("SEV4");
    var item = core.get("/api/v1/deliveries?status=held").json().at("/items/0");
    assertThat(item.get("held_for").asText()).isEqualTo("grouped");
    assertThat(item.get("held_until").asText()).isEqualTo("2030-06-12T10:15:00Z");
  }

  @Test
  void aSev2DoesNotWaitWhateverFollowsTheMatrix() {
    channel("Chat", true);
    opens("SEV2");
    assertThat(messages()).containsExactly("incident.triggered pending");
  }

  @Test
  void whatGrowsWorseWhileItWaitsIsToldAtOnceAndNotTwice() {
    channel("Chat", true);
    String incident = opens("SEV4");
    String version = core.get("/api/v1/incidents/" + incident).json().get("version").asText();
    core.send(
        core.token,
        "PATCH",
        "/api/v1/incidents/" + incident,
        "{\"severity\":\"SEV1\"}",
        "if-match",
        "\"" + version + "\"");
    assertThat(messages())
        .containsExactly("incident.triggered held", "incident.severity_changed pending");
    accepted();

    until("2030-06-12T10:15:00Z");

    assertThat(messages())
        .containsExactly("incident.triggered folded", "incident.severity_changed sent");
    assertThat(
            core.database.query(
                "SELECT n.event FROM delivery d JOIN delivery n ON n.id = d.folded_into WHERE"
                    + " d.event = 'incident.triggered'"))
        .containsExactly("incident.severity_changed");
  }

  @Test
  void theOnlyMessageThatWaitedIsSentAsItIs() {
    channel("Chat", true);
    opens("SEV4");
    until("2030-06-12T10:15:00Z");
    assertThat(messages()).containsExactly("incident.triggered pending");
  }

  @Test
  void aChannelWhoseMatrixSaysNeverIsLeftOutWithTheReason() {
    core.database.execute(
        """
        INSERT INTO notification_matrix (tenant_id, matrix)
        VALUES ('%s', '{"SEV4_LOW": {"chat": "never", "email": "never", "sms": "never"}}')\
        """
            .formatted(core.tenant));
    channel("Chat", true);
    channel("Other", false);
    opens("SEV4");
    assertThat(
            core.database.query(
                "SELECT status || coalesce(' ' || last_error, '') FROM delivery ORDER BY status"))
        .containsExactly(
            "cancelled not sent: the matrix says never for SEV4_LOW by webhook", "pending");
  }

  @Test
  void aMessageThatWouldReachNobodyIsSentWhateverTheMatrixSays() {
    core.database.execute(
        """
        INSERT INTO notification_matrix (tenant_id, matrix)
        VALUES ('%s', '{"SEV4_LOW": {"chat": "never", "email": "never", "sms": "never"}}')\
        """
            .formatted(core.tenant));
    channel("Chat", true);
    opens("SEV4");
    assertThat(messages()).containsExactly("incident.triggered pending");
  }

  /** NTF-20: mail about a SEV3 is a daily digest at eight by the clocks of the tenant. */
  @Test
  void whoIsOnCallReadsOfSev3InTheDailyDigest() {
    annIsOnCall();
    Reply policy =
        core.send(
            core.token,
            "PUT",
            "/api/v1/delivery-policy",
            "{\"time_zone\":\"Europe/Paris\"}",
            "if-match",
            "\"1\"");
    assertThat(policy.status()).as(policy.http().body()).isEqualTo(200);
    String incident = opens("SEV3");
    opens("SEV3");
    assertThat(held()).containsExactly("daily 2030-06-13 06:00", "daily 2030-06-13 06:00");
    assertThat(core.get("/api/v1/incidents/" + incident + "/why?user=ann").json().toString())
        .contains(
            "email daily",
            "was held until 2030-06-13T06:00:00Z: the matrix says daily",
            "is waiting");

    until("2030-06-13T06:00:00Z");
    assertThat(messages()).contains("incidents.digest pending").doesNotContain("held");
  }

  /** Whoever acknowledges ends what has not left; what waits tells of it. */
  @Test
  void aDigestTellsOfWhatWasAcknowledgedMeanwhile() {
    annIsOnCall();
    String incident = opens("SEV3");
    acts(incident, "acknowledge");
    until("2030-06-13T08:00:00Z");
    assertThat(messages())
        .containsExactly(
            "incident.triggered folded",
            "incident.acknowledged folded",
            "incidents.digest pending");
    assertThat(digest()).contains("incident.acknowledged");
  }

  @Test
  void aPageAboutASev2NeverWaitsForTheEndOfQuietHours() {
    annIsOnCall();
    annsNightIsQuiet();
    at("2030-06-12T23:00:00Z");
    opens("SEV2");
    assertThat(messages()).containsExactly("incident.triggered pending");
  }

  private void quiet(String name) {
    made(
        "/api/v1/teams/" + team + "/contacts",
        """
        {"name": "%1$s", "channel": "webhook", "address": "https://example.org/%1$s",
         "quiet_hours": {"from": "22:00", "until": "07:00", "time_zone": "UTC"}}\
        """
            .formatted(name));
  }

  /** RTE-06: its page waits for the morning where somebody else is called. */
  @Test
  void aChannelWaitsForTheEndOfItsQuietHoursWhereSomebodyElseIsCalled() {
    annIsOnCall();
    quiet("chat");
    at("2030-06-12T23:00:00Z");
    opens("SEV2");
    assertThat(held()).containsExactly("quiet_hours 2030-06-13 07:00");
    assertThat(messages())
        .containsExactlyInAnyOrder("incident.triggered pending", "incident.triggered held");
  }

  @Test
  void aSev1WaitsForNoQuietHoursAndNothingDoesByDay() {
    annIsOnCall();
    quiet("chat");
    at("2030-06-12T23:00:00Z");
    opens("SEV1");
    at("2030-06-13T12:00:00Z");
    opens("SEV2");
    assertThat(held()).isEmpty();
  }

  /** Silence is never the outcome: of several that are quiet the first is told, and says why. */
  @Test
  void whereNobodyElseIsToldOneQuietChannelIs() {
    quiet("chat");
    quiet("log");
    at("2030-06-12T23:00:00Z");
    opens("SEV2");
    assertThat(held()).hasSize(1);
    assertThat(
            core.database.query("SELECT payload ->> 'note' FROM delivery WHERE status = 'pending'"))
        .containsExactly(
            "Sent within the quiet hours of this channel, since nobody else is notified.");
  }

  @Test
  void quietHoursOfAChannelAreReadBackAndChecked() {
    quiet("chat");
    JsonNode contact = core.get("/api/v1/teams/" + team + "/contacts").json().at("/items/0");
    assertThat(contact.at("/quiet_hours/from").asText()).isEqualTo("22:00");
    assertThat(contact.at("/quiet_hours/days")).hasSize(7);
    assertThat(contact.at("/quiet_hours/time_zone").asText()).isEqualTo("UTC");
    Reply refused =
        core.post(
            "/api/v1/teams/" + team + "/contacts",
            """
            {"name": "x", "channel": "webhook", "address": "https://example.org/x",
             "quiet_hours": {"from": "22:00", "until": "22:00", "time_zone": "Mars/Base"}}\
            """);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.http().body()).contains("/quiet_hours/time_zone", "/quiet_hours/until");
  }

  /** M8: updates wait for the end of the night, and are one message then. */
  @Test
  void updatesWaitForTheEndOfQuietHours() {
    annIsOnCall();
    annsNightIsQuiet();
    at("2030-06-12T23:00:00Z");
    String one = opens("SEV2");
    String two = opens("SEV2");
    accepted();
    acts(one, "acknowledge");
    acts(two, "resolve");
    assertThat(held())
        .containsExactly("quiet_hours 2030-06-13 07:00", "quiet_hours 2030-06-13 07:00");
    assertThat(core.get("/api/v1/incidents/" + one + "/why?user=ann").json().toString())
        .contains("The update by email", "was held until 2030-06-13T07:00:00Z: quiet hours");

    until("2030-06-13T07:00:00Z");

    assertThat(messages())
        .containsExactly(
            "incident.triggered sent",
            "incident.triggered sent",
            "incident.acknowledged folded",
            "incident.resolved folded",
            "incidents.digest pending");
  }

  /** What waits to be told is wanted at once of the message that grows in a chat (ADR 53). */
  @Test
  void whatIsHeldIsWantedOfTheMessageThatGrows() {
    annIsOnCall();
    annsNightIsQuiet();
    at("2030-06-12T23:00:00Z");
    String incident = opens("SEV2");
    accepted();
    core.database.execute(
        """
        INSERT INTO message_card (tenant_id, incident_id, receiver_id, channel, address, message_id, wanted, shown, delivery_id)
        SELECT tenant_id, incident_id, receiver_id, channel, address, '4711', event_seq, event_seq, id FROM delivery\
        """);
    acts(incident, "acknowledge");
    assertThat(held()).hasSize(1);
    assertThat(
            core.database.query(
                "SELECT (c.wanted = d.event_seq) || ' ' || (c.wanted > c.shown) || ' ' || (c.due_at"
                    + " > now()) FROM message_card c, delivery d WHERE d.status = 'held'"))
        .containsExactly("true true true");
  }

  @Test
  void anUpdateThatWasShownByChangingAMessageNamesThatMessage() {
    annIsOnCall();
    String incident = opens("SEV1");
    accepted();
    acts(incident, "acknowledge");
    core.database.execute(
        """
        UPDATE delivery SET status = 'sent', finished_at = now(), provider_message_id = '1700000000.000001',
               shown_in = (SELECT id FROM delivery WHERE event = 'incident.triggered')
         WHERE event = 'incident.acknowledged'\
        """);
    String first =
        core.database
            .query("SELECT id FROM delivery WHERE event = 'incident.triggered'")
            .getFirst();
    assertThat(core.get("/api/v1/incidents/" + incident + "/pages").json().toString())
        .contains("\"shown_in\":\"" + first + '"');
    assertThat(core.get("/api/v1/incidents/" + incident + "/why?user=ann").json().toString())
        .contains("The update by email")
        .contains("by changing the message 1700000000.000001 of the delivery " + first);
    assertThat(core.get("/api/v1/deliveries?incident=" + incident).json().toString())
        .contains("\"shown_in\":\"" + first + '"');
  }

  @Test
  void anUpdateAboutASev1DoesNotWait() {
    annIsOnCall();
    annsNightIsQuiet();
    at("2030-06-12T23:00:00Z");
    String incident = opens("SEV1");
    accepted();
    acts(incident, "acknowledge");
    assertThat(messages())
        .containsExactly("incident.triggered sent", "incident.acknowledged pending");
  }

  /** Nobody else is told because a page to a person waits on purpose. */
  @Test
  void aPageThatWaitsIsNotLate() {
    annIsOnCall();
    opens("SEV3");
    assertThat(core.database.count("SELECT count(*) FROM delivery_outcome")).isZero();
  }

  @Test
  void theTimesOfATenantAreCheckedAndKept() {
    assertThat(core.get("/api/v1/delivery-policy").json().get("digest_at").asText())
        .isEqualTo("08:00");
    Reply refused =
        core.send(
            core.token,
            "PUT",
            "/api/v1/delivery-policy",
            "{\"time_zone\":\"Mars/Olympus\",\"group_every\":\"PT1S\",\"digest_at\":\"8\"}",
            "if-match",
            "\"1\"");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.http().body()).contains("/time_zone", "/group_every", "/digest_at");
    assertThat(core.now().truncatedTo(ChronoUnit.DAYS)).isEqualTo("2030-06-12T00:00:00Z");
  }
}
