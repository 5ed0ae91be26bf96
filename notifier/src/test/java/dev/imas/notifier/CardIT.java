package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver.Reply;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An incident has one message in a chat, which grows; each page is one more (traps 59, 63, 64). */
class CardIT {

  private static final String ADDRESS = "C0123456789";

  private final NotifierScene scene = new NotifierScene();
  private final FakeSlack slack = new FakeSlack(scene.vertx);
  private final UUID provider = slack("main");
  private final UUID channel = scene.contact("#incidents", "slack", ADDRESS, null);
  private final UUID incident = scene.incident("Database is down");

  @AfterEach
  void close() {
    scene.close();
  }

  private UUID slack(String name) {
    return scene.provider(
        name,
        "slack",
        1,
        "{\"url\":\"%s\"}".formatted(slack.url()),
        Map.of("bot_token", "xoxb-1", "signing_secret", "s"));
  }

  private UUID moment(int seq, String event, String status) {
    return moment(seq, event, status, Severity.SEV2_HIGH);
  }

  private UUID moment(int seq, String event, String status, Severity severity) {
    return scene.moment(incident, seq, event, status, channel, "slack", ADDRESS, severity);
  }

  private UUID opened() {
    UUID opened = moment(1, "triggered", "TRIGGERED");
    scene.awaitStatus(opened, "sent");
    return opened;
  }

  private String column(UUID delivery, String column) {
    return scene
        .database
        .query(
            "SELECT coalesce(%s::text, '') FROM delivery WHERE id = '%s'"
                .formatted(column, delivery))
        .get(0);
  }

  private String card(String columns) {
    List<String> cards =
        scene.database.query("SELECT concat_ws(' ', %s) FROM message_card".formatted(columns));
    assertThat(cards).hasSizeLessThanOrEqualTo(1);
    return cards.isEmpty() ? "none" : cards.get(0);
  }

  private void awaitCard(String columns, String expected) {
    Await.until("the card", () -> card(columns), expected::equals);
  }

  /** The notifier looks after cards some seconds after a change; here it does so now. */
  private void lookAfterCards() {
    scene.execute("UPDATE message_card SET due_at = now()");
  }

  private void awaitShown(String status) {
    Await.until("the message", () -> FakeSlack.stateOf(slack.first()), status::equals);
  }

  @Test
  void oneMessageTellsOfAnIncidentFromItsOpeningToItsEnd() {
    scene.startNotifier(Map.of());
    UUID opened = opened();
    assertThat(FakeSlack.hasButton(slack.first(), "ack_incident")).isTrue();

    UUID acknowledged = moment(2, "acknowledged", "ACKNOWLEDGED");
    scene.awaitStatus(acknowledged, "sent");
    assertThat(FakeSlack.stateOf(slack.first())).isEqualTo("ACKNOWLEDGED");
    assertThat(FakeSlack.hasButton(slack.first(), "ack_incident")).isFalse();
    assertThat(FakeSlack.hasButton(slack.first(), "resolve_incident")).isTrue();

    UUID resolved = moment(3, "resolved", "RESOLVED");
    scene.awaitStatus(resolved, "sent");
    assertThat(slack.messages()).hasSize(1);
    assertThat(FakeSlack.stateOf(slack.first())).isEqualTo("RESOLVED");
    assertThat(FakeSlack.hasButton(slack.first(), "resolve_incident")).isFalse();
    assertThat(column(resolved, "shown_in")).isEqualTo(opened.toString());
    assertThat(column(resolved, "provider_message_id")).isEqualTo(slack.first().getString("ts"));
    assertThat(column(opened, "shown_in")).isEmpty();
    assertThat(scene.attempts(resolved)).containsExactly("1 accepted");
    assertThat(scene.outcomes(incident)).containsExactly("1 sent 1", "2 sent 1", "3 sent 1");
    assertThat(card("wanted, shown")).isEqualTo("3 3");
  }

  @Test
  void aPageIsAMessageOfItsOwnBesideTheCardAndTheCardFollows() {
    scene.startNotifier(Map.of());
    opened();
    UUID raised = moment(2, "severity_changed", "TRIGGERED", Severity.SEV1_CRITICAL);
    scene.awaitStatus(raised, "sent");
    assertThat(column(raised, "shown_in")).isEmpty();
    JsonObject page = slack.messages().get(1);
    assertThat(page.getString("thread_ts")).isEqualTo(slack.first().getString("ts"));
    assertThat(page.getBoolean("reply_broadcast")).isTrue();
    assertThat(FakeSlack.hasButton(page, "ack_incident")).isFalse();

    Await.until("the card", () -> slack.first().encode(), shown -> shown.contains("SEV1"));
    assertThat(FakeSlack.hasButton(slack.first(), "ack_incident")).isTrue();
    awaitCard("wanted, shown", "2 2");
    scene.awaitStatus(moment(3, "resolved", "RESOLVED", Severity.SEV1_CRITICAL), "sent");
    assertThat(slack.messages()).hasSize(2);
    assertThat(FakeSlack.stateOf(slack.first())).isEqualTo("RESOLVED");
  }

  /** Nobody would hear of it on the card, which shows the next state soon. */
  @Test
  void anUpdateForStakeholdersIsAMessageOfItsOwnToo() {
    scene.startNotifier(Map.of());
    opened();
    scene.awaitStatus(moment(2, "acknowledged", "ACKNOWLEDGED"), "sent");
    UUID update = moment(3, "updated", "ACKNOWLEDGED");
    scene.awaitStatus(update, "sent");
    assertThat(column(update, "shown_in")).isEmpty();
    assertThat(slack.messages()).hasSize(2);
    assertThat(slack.messages().get(1).getString("thread_ts"))
        .isEqualTo(slack.first().getString("ts"));
    scene.awaitStatus(moment(4, "resolved", "RESOLVED"), "sent");
    assertThat(slack.messages()).hasSize(2);
    assertThat(FakeSlack.stateOf(slack.first())).isEqualTo("RESOLVED");
  }

  @Test
  void theFirstPageReadsAndAsksNothingOfCards() {
    scene.startNotifier(Map.of());
    opened();
    assertThat(slack.requests()).hasSize(1);
    assertThat(card("wanted, shown, tries, claims")).isEqualTo("1 1 0 0");
  }

  @Test
  void aPageDoesNotWaitForAnUpdateThatIsBeingMade() {
    slack.answersUpdates(update -> new Reply.Silence());
    scene.startNotifier(Map.of());
    opened();
    UUID update = moment(2, "mitigated", "MITIGATED");
    slack.awaitRequests(2);
    UUID page = moment(3, "refired", "TRIGGERED");
    scene.awaitStatus(page, "sent");
    assertThat(scene.status(update)).isEqualTo("sending");
    assertThat(slack.messages()).hasSize(2);

    slack.answersUpdates(any -> null);
    slack.answers(503);
    awaitCard("wanted, shown", "3 3");
    scene.awaitStatus(update, "sent");
    assertThat(FakeSlack.stateOf(slack.first())).isEqualTo("TRIGGERED");
    assertThat(slack.messages()).hasSize(2);
  }

  @Test
  void aPageDoesNotTakeOverThePauseOfAnUpdate() {
    slack.answersUpdates(update -> Reply.status(429, "Retry-After", "3600"));
    scene.startNotifier(Map.of());
    opened();
    UUID update = moment(2, "mitigated", "MITIGATED");
    Await.until("its pause", () -> scene.attempts(update), tries -> tries.size() == 1);
    scene.awaitStatus(update, "pending");
    UUID page = moment(3, "refired", "TRIGGERED");
    scene.awaitStatus(page, "sent");
    assertThat(column(update, "folded_into")).isEqualTo(page.toString());
  }

  @Test
  void anUpdateThatIsLimitedIsMadeAgainWithTheNewestState() {
    slack.answersUpdates(update -> Reply.status(429, "Retry-After", "1"));
    scene.startNotifier(Map.of());
    opened();
    UUID acknowledged = moment(2, "acknowledged", "ACKNOWLEDGED");
    Await.until("its pause", () -> scene.attempts(acknowledged), tries -> tries.size() == 1);
    scene.awaitStatus(acknowledged, "pending");
    slack.answersUpdates(any -> null);
    UUID resolved = moment(3, "resolved", "RESOLVED");
    scene.awaitStatus(resolved, "sent");
    assertThat(slack.history()).containsExactly("TRIGGERED", "RESOLVED");
  }

  @Test
  void afterAnAnswerThatNeverCameTheStateIsShownAgain() {
    slack.answersUpdates(
        update -> {
          slack.carryOut(update);
          return new Reply.HangUp();
        });
    scene.startNotifier(Map.of());
    opened();
    UUID acknowledged = moment(2, "acknowledged", "ACKNOWLEDGED");
    Await.until("an attempt", () -> scene.attempts(acknowledged), tries -> !tries.isEmpty());
    slack.answersUpdates(any -> null);
    scene.awaitStatus(acknowledged, "sent");
    awaitCard("wanted, shown", "2 2");
    assertThat(slack.messages()).hasSize(1);
  }

  @Test
  void aMessageThatWasDeletedIsFollowedByANewOneAndTheAttemptSaysSo() {
    scene.startNotifier(Map.of());
    opened();
    slack.deleteAll();
    UUID resolved = moment(2, "resolved", "RESOLVED");
    scene.awaitStatus(resolved, "sent");
    assertThat(slack.messages()).hasSize(1);
    assertThat(FakeSlack.stateOf(slack.first())).isEqualTo("RESOLVED");
    assertThat(column(resolved, "shown_in")).isEmpty();
    assertThat(scene.attempts(resolved).getFirst())
        .contains("can no longer be changed (message_not_found), so a new one was begun");

    scene.awaitStatus(moment(3, "acknowledged", "ACKNOWLEDGED"), "sent");
    assertThat(slack.messages()).as("the new one grows").hasSize(1);
    assertThat(card("message_id, shown")).isEqualTo(slack.first().getString("ts") + " 3");
  }

  @Test
  void growthAloneBeginsNoNewMessage() {
    scene.startNotifier(Map.of());
    opened();
    slack.deleteAll();
    UUID grew = moment(2, "grew", "TRIGGERED");
    scene.awaitStatus(grew, "cancelled");
    assertThat(slack.messages()).isEmpty();
    assertThat(column(grew, "last_error")).contains("growth alone begins no new one");
  }

  @Test
  void whatIsHeldBackIsShownAllTheSame() {
    scene.startNotifier(Map.of());
    opened();
    UUID held = moment(2, "acknowledged", "ACKNOWLEDGED");
    scene.awaitStatus(held, "sent");
    // Core holds the next one for a digest.
    scene.execute(
        """
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status,
                              held_until, held_for, payload)
        SELECT tenant_id, gen_random_uuid(), incident_id, 3, 'incident.resolved', receiver_id, channel, address, urgency, 'held',
               now() + interval '1 hour', 'grouped',
               replace(replace(payload::text, 'acknowledged', 'resolved'), 'ACKNOWLEDGED', 'RESOLVED')::jsonb
          FROM delivery WHERE id = ?
        """,
        held);
    lookAfterCards();
    awaitShown("RESOLVED");
    assertThat(slack.messages()).hasSize(1);
  }

  /**
   * A page has told the state, so no delivery shows it on the card; the keeper does, and goes on
   * trying.
   */
  @Test
  void theStateThatAPageToldIsShownAlsoIfTheFirstTriesFail() {
    slack.answersUpdates(update -> Reply.status(500));
    scene.startNotifier(Map.of());
    opened();
    scene.awaitStatus(moment(2, "severity_changed", "TRIGGERED", Severity.SEV1_CRITICAL), "sent");
    awaitCard("wanted, shown, tries > 0", "2 1 t");
    assertThat(card("last_error")).contains("HTTP 500");
    slack.answersUpdates(any -> null);
    lookAfterCards();
    awaitCard("wanted, shown, tries", "2 2 0");
    assertThat(slack.first().encode()).contains("SEV1");
    assertThat(scene.meter("imas.card.updates", "channel", "slack", "outcome", "retry"))
        .isGreaterThanOrEqualTo(1);
  }

  @Test
  void aNotifierThatDiedBeforeItStoredTheFirstMessagePostsItAgainAndLosesNoState() {
    UUID opened = moment(1, "triggered", "TRIGGERED");
    // It posted the message, and was killed before the answer was stored.
    scene.execute(
        "UPDATE delivery SET status = 'sending', attempts = 1, next_attempt_at = now() + interval"
            + " '300 ms' WHERE id = ?",
        opened);
    UUID resolved = moment(2, "resolved", "RESOLVED");
    scene.startNotifier(Map.of());
    scene.awaitStatus(resolved, "sent");
    awaitCard("wanted, shown", "2 2");
    assertThat(FakeSlack.stateOf(slack.first())).isEqualTo("RESOLVED");
    assertThat(slack.messages()).hasSize(1);
  }

  @Test
  void aNotifierThatDiedInMidUpdateLeavesNothingUndone() {
    scene.startNotifier(Map.of());
    opened();
    UUID acknowledged = moment(2, "acknowledged", "ACKNOWLEDGED");
    scene.awaitStatus(acknowledged, "sent");
    // Another one had the card and the delivery of the end, and is no more.
    scene.execute(
        "UPDATE message_card SET busy_until = now() + interval '400 ms', due_at = now(), claims ="
            + " claims + 1");
    UUID resolved = moment(3, "resolved", "RESOLVED");
    scene.awaitStatus(resolved, "sent");
    awaitCard("wanted, shown", "3 3");
    assertThat(slack.history()).containsExactly("TRIGGERED", "ACKNOWLEDGED", "RESOLVED");
  }

  @Test
  void twoWorkersNeverLeaveAnOlderStateBehindTheNewest() {
    scene.startNotifier(Map.of());
    opened();
    // The first worker's request is under way for longer than its lease.
    slack.answersUpdates(
        update -> FakeSlack.stateOf(update).equals("ACKNOWLEDGED") ? new Reply.Silence() : null);
    UUID acknowledged = moment(2, "acknowledged", "ACKNOWLEDGED");
    slack.awaitRequests(2);
    JsonObject late = new JsonObject(slack.requests().getLast().body());
    scene.execute("UPDATE message_card SET busy_until = now()");
    scene.execute(
        "UPDATE delivery SET status = 'cancelled', finished_at = now() WHERE id = ?", acknowledged);
    scene.awaitStatus(moment(3, "resolved", "RESOLVED"), "sent");
    awaitShown("RESOLVED");

    // Now Slack carries it out after all, and answers.
    slack.carryOut(late);
    assertThat(FakeSlack.stateOf(slack.first())).isEqualTo("ACKNOWLEDGED");
    slack.answersUpdates(any -> null);
    slack.answersOk();
    awaitShown("RESOLVED");
    awaitCard("wanted, shown", "3 3");
  }

  @Test
  void anotherAddressOrALostProviderBeginsANewMessage() {
    scene.startNotifier(Map.of());
    opened();
    scene.execute("UPDATE team_contact SET address = 'C0987654321' WHERE id = ?", channel);
    scene.awaitStatus(moment(2, "acknowledged", "ACKNOWLEDGED"), "sent");
    assertThat(slack.messages()).hasSize(2);
    assertThat(slack.messages().get(1).getString("channel")).isEqualTo("C0987654321");

    slack("other");
    scene.execute("UPDATE provider SET is_active = false, version = 2 WHERE id = ?", provider);
    scene.clock.move(Duration.ofSeconds(3)); // after which providers are read again
    UUID mitigated = moment(3, "mitigated", "MITIGATED");
    scene.awaitStatus(mitigated, "sent");
    assertThat(scene.attempts(mitigated).getFirst())
        .contains("its provider was deleted or is not active");
    assertThat(slack.messages()).hasSize(3);
  }

  @Test
  void anUpdateThatIsRefusedIsADeadLetterThatIsShownWhenItIsSentAgain() {
    slack.answersUpdates(update -> FakeSlack.refusal("token_revoked"));
    scene.startNotifier(Map.of());
    opened();
    UUID resolved = moment(2, "resolved", "RESOLVED");
    scene.awaitStatus(resolved, "dead");
    assertThat(column(resolved, "last_error")).contains("token_revoked");
    assertThat(card("due_at")).isEqualTo("infinity");
    // Whoever has mended the token sends the dead delivery again.
    slack.answersUpdates(any -> null);
    scene.execute(
        "UPDATE delivery SET status = 'pending', attempts = 0, next_attempt_at = now(),"
            + " finished_at = NULL WHERE id = ?",
        resolved);
    scene.awaitStatus(resolved, "sent");
    assertThat(FakeSlack.stateOf(slack.first())).isEqualTo("RESOLVED");
  }
}
