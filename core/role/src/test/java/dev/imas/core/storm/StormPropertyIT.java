package dev.imas.core.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.FullSize;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Alerts come and go at random while storms begin and end, are switched on and off, released and
 * resolved (trap 108). Whatever happens, each alert that fires has one open incident, that of its
 * own group, and people were told of it or a storm holds it whose umbrella is open.
 */
class StormPropertyIT {

  private static final int STEPS = FullSize.or(50, 1_000);
  private static final int ALERTS = 12;

  private final StormScene scene = new StormScene();
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private boolean isOn = true;
  private int first;

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void whateverFiresHasAnIncidentOfItsOwnAndSomebodyKnows() {
    scene.core.send(
        scene.core.token,
        "PUT",
        "/api/v1/flapping-policy",
        "{\"is_active\":false}",
        "if-match",
        "\"1\"");
    scene.storm(); // one at least, whatever chance brings
    for (int step = 0; step < STEPS; step++) {
      scene.core.clock.move(Duration.ofSeconds(1 + random.nextInt(step % 3 == 0 ? 90 : 10)));
      first = step;
      String did = step();
      assertThat(unlike()).as("seed %s, step %s: %s", seed, step, did).isEmpty();
    }
    assertThat(scene.core.database.count("SELECT count(*) FROM storm")).isPositive();
    assertThat(scene.core.database.count("SELECT count(*) FROM storm_child")).isPositive();
  }

  private String step() {
    int what = random.nextInt(20);
    if (what < 14) {
      return post();
    }
    List<String> umbrellas =
        scene.core.database.query(
            "SELECT u.id FROM storm s JOIN incident u ON u.id = s.umbrella_id WHERE u.status <>"
                + " 'RESOLVED'");
    if (what == 14) {
      isOn = !isOn;
      scene.policy(
          "{\"is_active\":" + isOn + ",\"threshold\":2,\"ends_below\":2,\"ends_after\":\"PT1M\"}");
      return "storms are on: " + isOn;
    }
    if (umbrellas.isEmpty()) {
      return "nothing";
    }
    String umbrella = umbrellas.get(random.nextInt(umbrellas.size()));
    return switch (what) {
      case 15, 16, 17 -> {
        scene.look(umbrella);
        yield "a look at " + umbrella;
      }
      case 18 -> {
        scene.core.post("/api/v1/storms/" + umbrella + "/release", "{}");
        scene.released();
        yield "all are released";
      }
      default -> {
        scene.core.post("/api/v1/incidents/" + umbrella + "/resolve", "{\"message\":\"m\"}");
        scene.released();
        yield "the umbrella is resolved";
      }
    };
  }

  /** Some alerts begin to fire, and some recover: in one batch, or one after the other. */
  private String post() {
    Map<Integer, Event> events = new TreeMap<>();
    for (int n = 0; n < 1 + random.nextInt(5); n++) {
      // What was opened once is reopened for a while; new incidents need new groups.
      int which = first + random.nextInt(ALERTS);
      Event alert = scene.alert("alert" + which, 1 + random.nextInt(4));
      events.put(which, random.nextInt(3) == 0 ? alert.resolved() : alert);
    }
    if (random.nextBoolean()) {
      scene.core.post(events.values().toArray(Event[]::new));
    } else {
      events.values().forEach(scene.core::post);
    }
    scene.core.follow();
    return events.toString();
  }

  private List<String> unlike() {
    return scene.core.database.query(
        """
        SELECT a.name || ': ' || coalesce(i.short_id || ' ' || i.status || ' ' || i.group_key, 'no incident')
          FROM alert a
          JOIN alert_progress p ON p.fingerprint = a.fingerprint
          LEFT JOIN incident i ON i.id = p.incident_id
         WHERE a.status = status_firing()
           AND (i.id IS NULL OR i.status = 'RESOLVED' OR NOT p.firing OR i.group_key NOT LIKE '%"' || a.name || '"%'
                OR (SELECT count(*) FROM incident o WHERE o.group_key = i.group_key AND o.status <> 'RESOLVED') <> 1
                OR NOT EXISTS (SELECT FROM delivery d
                                WHERE d.incident_id = i.id
                                  AND d.event_seq >= (SELECT max(t.seq) FROM timeline t
                                                       WHERE t.incident_id = i.id AND (t.seq = 1 OR t.type = 'REOPENED')))
                   AND NOT EXISTS (SELECT FROM storm_child c
                                     JOIN storm s ON s.umbrella_id = c.umbrella_id
                                     JOIN incident u ON u.id = s.umbrella_id
                                    WHERE c.incident_id = i.id AND c.released_at IS NULL AND s.closed_at IS NULL
                                      AND u.status <> 'RESOLVED'
                                      AND EXISTS (SELECT FROM delivery d WHERE d.incident_id = u.id)))\
        """);
  }
}
