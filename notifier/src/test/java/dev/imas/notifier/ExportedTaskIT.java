package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.fixtures.FakeTracker;
import dev.imas.fixtures.FakeTracker.Mishap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * C62, and the first proof of issues that are made once: tasks become issues of GitHub, GitLab and
 * Jira, whatever breaks between the tracker's answer and the commit here.
 */
class ExportedTaskIT {

  /** For each tracker; {@code -Dimas.exports=100} tries more. */
  private static final int TASKS = Integer.getInteger("imas.exports", 20);

  private final NotifierScene scene = new NotifierScene();
  private final FakeTracker tracker = new FakeTracker();
  private final FakeReceiver server = FakeReceiver.start(scene.vertx).replies(tracker);

  @AfterEach
  void close() {
    server.close();
    scene.close();
  }

  private UUID provider(String type) {
    String where =
        switch (type) {
          case "github_issues" -> "\"repository\":\"example/shop\"";
          case "gitlab_issues" -> "\"project\":\"example/shop\"";
          default -> "\"project\":\"OPS\",\"email\":\"ops@example.org\"";
        };
    return scene.provider(
        type,
        type,
        "tracker",
        1,
        "{\"url\":\"" + server.url("") + "\"," + where + ",\"labels\":[\"imas\"]}",
        Map.of("token", "never-shown"));
  }

  private UUID export(UUID provider, String type, int number) {
    UUID item = UUID.randomUUID();
    scene.execute(
        """
        INSERT INTO item (tenant_id, id, kind, number, title, description, status, status_category, created_by, created_at,
                          updated_at)
        VALUES (?, ?, 'task', ?, ?, 'Why and *how*', 'open', 'todo', 'ann', now(), now())
        """,
        scene.tenant.value(),
        item,
        number,
        "Rotate key " + number);
    scene.execute(
        "INSERT INTO item_link (tenant_id, item_id, provider_id, tracker, author) VALUES (?, ?, ?,"
            + " ?, 'ann')",
        scene.tenant.value(),
        item,
        provider,
        type);
    return item;
  }

  private List<String> links(String column) {
    return scene.database.query(
        "SELECT coalesce(" + column + "::text, '') FROM imas.item_link ORDER BY 1");
  }

  private void awaitStates(String... states) {
    Await.until("the states", () -> links("state"), List.of(states)::equals);
  }

  @ParameterizedTest
  @CsvSource({"github_issues, example/shop#1", "gitlab_issues, example/shop#1", "jira, OPS-1"})
  void anIssueIsMadeReadAndClosedAndItsEndIsSeen(String type, String key) {
    UUID item = export(provider(type), type, 12);
    scene.startNotifier(Map.of());
    awaitStates("linked");
    assertThat(links("issue_key")).containsExactly(key);
    FakeTracker.Issue made = tracker.issues().getFirst();
    assertThat(made.title).isEqualTo("Rotate key 12");
    assertThat(made.text).startsWith("Why and *how*\n\nTASK-12 of IMAS");
    assertThat(made.text + made.labels).contains("imas-" + item);
    assertThat(scene.database.query("SELECT subject FROM imas.timer WHERE kind = 'item-link'"))
        .containsExactly(item.toString());

    // People close it here.
    want("close");
    Await.until("the end there", () -> tracker.isOpen(1), is -> !is);
    Await.until("its end here", () -> links("issue_open"), List.of("false")::equals);
    assertThat(links("wanted")).containsExactly("");

    // Somebody opens it again there, with another title.
    tracker.change(1, "Rotate all keys", true);
    due();
    Await.until("it to be open", () -> links("issue_open"), List.of("true")::equals);
    assertThat(links("issue_title")).containsExactly("Rotate all keys");

    tracker.remove(1);
    due();
    awaitStates("gone");
    assertThat(links("last_error").getFirst()).startsWith("HTTP 404: the issue is not there");
    assertThat(links("status")).containsExactly("idle");
  }

  private void want(String what) {
    scene.execute("UPDATE item_link SET wanted = ?, next_attempt_at = now()", what);
  }

  private void due() {
    scene.execute("UPDATE item_link SET next_attempt_at = now() WHERE status = 'pending'");
  }

  /**
   * Each is claimed again once the lease of a dead notifier has run out, which the test does not
   * wait for.
   */
  @ParameterizedTest
  @CsvSource({"github_issues", "gitlab_issues", "jira"})
  void noTaskGetsASecondIssueWhereverANotifierDies(String type) {
    Random random = new Random(46);
    tracker.mishaps(
        () ->
            switch (random.nextInt(10)) {
              case 0 -> new Mishap.Instead(false, Reply.status(429, "Retry-After", "1"));
              case 1 -> new Mishap.Instead(false, Reply.status(403, "Retry-After", "1"));
              case 2 -> new Mishap.Instead(true, Reply.status(502));
              default -> null;
            });
    // Every third commit after an answer of the tracker fails, as if the process had died before
    // it.
    scene.database.execute(
        """
        CREATE FUNCTION imas.dies() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF OLD.issue_id IS NULL AND NEW.issue_id IS NOT NULL AND random() < 0.33 THEN
            RAISE EXCEPTION 'died';
          END IF;
          RETURN NEW;
        END $$;
        CREATE TRIGGER dies BEFORE UPDATE ON imas.item_link FOR EACH ROW EXECUTE FUNCTION imas.dies();
        """);
    UUID provider = provider(type);
    List<String> marks = new ArrayList<>();
    for (int i = 1; i <= TASKS; i++) {
      marks.add("imas-" + export(provider, type, i));
    }
    scene.startNotifier(Map.of());
    scene.startNotifier(Map.of());
    Await.until(
        "all to be linked",
        Duration.ofMinutes(3),
        () -> {
          scene.execute(
              """
              UPDATE item_link SET next_attempt_at = now()
               WHERE (status = 'working' AND next_attempt_at < now() + interval '112 seconds') OR issue_id IS NULL AND status = 'pending'
              """);
          return scene.database.count(
              "SELECT count(*) FROM imas.item_link WHERE state <> 'linked'");
        },
        left -> left == 0);
    assertThat(tracker.issues()).hasSize(TASKS);
    assertThat(marks)
        .allSatisfy(
            mark ->
                assertThat(tracker.issues())
                    .filteredOn(one -> (one.text + one.labels).contains(mark))
                    .hasSize(1));
    assertThat(links("issue_key")).doesNotHaveDuplicates().hasSize(TASKS);
  }

  @Test
  void whatTheTrackerRefusesIsGivenUpAndSaysWhy() {
    server.replies(
        new Reply.Status(
            422, Map.of("Content-Type", "application/json"), "{\"message\":\"Issues are off\"}"));
    export(provider("github_issues"), "github_issues", 1);
    scene.startNotifier(Map.of());
    awaitStates("failed");
    assertThat(links("last_error")).containsExactly("HTTP 422: Issues are off");
    assertThat(links("status")).containsExactly("idle");
  }
}
