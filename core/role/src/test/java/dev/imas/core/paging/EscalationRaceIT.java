package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Steps that are due, acknowledgements, and outcomes of deliveries at the same moment, with two
 * cores on one database.
 */
class EscalationRaceIT {

  private static final int INCIDENTS = 60;

  /** ONC-11, ONC-12, decision C9. */
  @Test
  void noStepFollowsAnAcknowledgementAndNoneIsTakenTwice() throws Exception {
    long seed = ThreadLocalRandom.current().nextLong();
    try (EscalationScene scene = new EscalationScene();
        ExecutorService people = Executors.newFixedThreadPool(6)) {
      scene.core.startAnother();
      scene.person("ann", "email");
      scene.person("boss", "sms");
      scene.onCall("ann");
      scene.policy(
          3, "PT5M", "", EscalationScene.onCallAfter("PT0S"), scene.userAfter("PT5M", "boss"));
      List<String> incidents = new ArrayList<>();
      for (int i = 0; i < INCIDENTS; i++) {
        incidents.add(scene.opens("SEV2"));
      }
      List<String> acknowledged = new ArrayList<>(incidents);
      Collections.shuffle(acknowledged, new Random(seed));
      List<String> left = acknowledged.subList(0, INCIDENTS / 3);
      List<Future<?>> acts = new ArrayList<>();
      scene.core.database.execute(
          "UPDATE timer SET due_at = now() + interval '200 ms', try_at = now() + interval '200 ms'"
              + " WHERE kind = 'escalation'");
      for (String incident : acknowledged.subList(INCIDENTS / 3, INCIDENTS)) {
        acts.add(
            people.submit(
                () -> {
                  scene.acknowledges(incident);
                  return null;
                }));
      }
      acts.add(people.submit(scene::accepts));
      for (Future<?> act : acts) {
        act.get();
      }
      Await.until(
          "the steps of those that nobody acknowledged",
          () ->
              scene.core.database.count(
                  "SELECT count(*) FROM escalation_firing f JOIN incident i ON i.id = f.incident_id"
                      + " WHERE i.status = 'TRIGGERED' AND f.step = 1"),
          taken -> taken == left.size());
      scene.settles();

      assertThat(
              scene.core.database.query(
                  """
                  SELECT t.incident_id::text FROM timeline t
                    JOIN timeline a ON a.incident_id = t.incident_id AND a.metadata ->> 'to' = 'ACKNOWLEDGED'
                   WHERE t.type = 'ESCALATION' AND t.seq > a.seq\
                  """))
          .as("seed %s: steps after an acknowledgement", seed)
          .isEmpty();
      assertThat(
              scene.core.database.query(
                  """
                  SELECT d.id::text FROM delivery d JOIN incident i ON i.id = d.incident_id
                   WHERE i.status = 'ACKNOWLEDGED' AND d.event IN ('incident.triggered', 'incident.escalated')
                     AND d.status = 'pending'
                     AND EXISTS (SELECT FROM user_contact c WHERE c.id = d.receiver_id)\
                  """))
          .as("seed %s: pages that still wait", seed)
          .isEmpty();
      assertThat(
              scene.core.database.count(
                  "SELECT count(*) FROM timer t JOIN incident i ON t.subject LIKE i.id || '%'"
                      + " WHERE t.kind LIKE 'escalation%' AND i.status = 'ACKNOWLEDGED'"))
          .as("seed %s: timers of acknowledged incidents", seed)
          .isZero();
      for (String incident : left) {
        assertThat(scene.called(incident))
            .as("seed %s", seed)
            .containsExactly("ann/email", "boss/sms");
      }
    }
  }
}
