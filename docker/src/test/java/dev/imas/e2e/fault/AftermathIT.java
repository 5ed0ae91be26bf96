package dev.imas.e2e.fault;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The checks can fail: each thing they look for fails when a test makes it wrong. */
@ExtendWith(SharedScene.class)
final class AftermathIT {

  private final FaultScene scene;

  AftermathIT(FaultScene scene) {
    this.scene = scene;
  }

  @Test
  void findsWhatIsLostWrongCountedTwiceOrDoubled() {
    Storm storm = scene.storm("Reckoned").awaitMore(300);
    Aftermath.of(scene).isInOrder(storm);
    String one =
        " WHERE fingerprint = (SELECT fingerprint FROM alert WHERE name LIKE '%Reckoned-%' ORDER BY"
            + " fingerprint LIMIT 1)";

    finds(
        storm,
        "is not there",
        "UPDATE alert_state SET name = 'lost ' || name" + one,
        "UPDATE alert_state SET name = replace(name, 'lost ', '')" + one);
    finds(
        storm,
        "has status",
        "UPDATE alert_state SET status = 3 - status" + one,
        "UPDATE alert_state SET status = 3 - status" + one);
    String minute =
        " WHERE (minute, shard) = (SELECT minute, shard FROM ledger ORDER BY 1, 2 LIMIT 1)";
    finds(
        storm,
        "ledger",
        "UPDATE ledger SET opened = opened + 1" + minute,
        "UPDATE ledger SET opened = opened - 1" + minute);
    finds(
        storm,
        "counted",
        "UPDATE ledger SET accepted = accepted + 1000000000, stale = stale + 1000000000" + minute,
        "UPDATE ledger SET accepted = accepted - 1000000000, stale = stale - 1000000000" + minute);
    finds(
        storm,
        "incidents of",
        """
        INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, group_key, created_by,
                              detected_at, created_at, updated_at)
        SELECT tenant_id, gen_random_uuid(), 'INC-DOUBLE', title, service_id, severity, 'RESOLVED', origin, group_key,
               created_by, detected_at, created_at, updated_at
          FROM incident WHERE group_key LIKE '%"Reckoned-%' LIMIT 1\
        """,
        "DELETE FROM incident WHERE short_id = 'INC-DOUBLE'");
    Aftermath.of(scene).isInOrder(storm);
  }

  private void finds(Storm storm, String complaint, String wrong, String right) {
    scene.sql.execute(wrong);
    try {
      assertThatThrownBy(() -> Aftermath.of(scene).isInOrder(storm))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining(complaint);
    } finally {
      scene.sql.execute(right);
    }
  }
}
