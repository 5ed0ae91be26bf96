package dev.imas.core.suppressed;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.UUID;

/**
 * What follows from a change of something that hides alerts, whatever it is: decisions are made
 * anew. It awaits, on a virtual thread.
 */
public final class SuppressorRepository {

  private static final String NEXT_EPOCH = "SELECT next_hiding_epoch(current_tenant())";

  /**
   * Begins a change: core decides by the new state once the transaction has ended, and no other
   * change of the tenant is made until then.
   */
  public void beginChange(Tx tx) {
    tx.connection().preparedQuery(NEXT_EPOCH).execute().await();
  }

  private static final String LOOK =
      """
      INSERT INTO hiding_scan (tenant_id, hider_id, due_at) VALUES (current_tenant(), $1, $2)
      ON CONFLICT (tenant_id, hider_id) DO UPDATE
         SET due_at = excluded.due_at, after_created = NULL, after_print = NULL\
      """;

  /** Core looks through the firing alerts for it. */
  public void look(Tx tx, UUID hider, Instant at) {
    tx.connection().preparedQuery(LOOK).execute(tuple(hider, time(at))).await();
  }

  private static final String DO_NOT_LOOK = "DELETE FROM hiding_scan WHERE hider_id = $1";

  public void doNotLook(Tx tx, UUID hider) {
    tx.connection().preparedQuery(DO_NOT_LOOK).execute(tuple(hider)).await();
  }

  private static final String WAKE = "SELECT wake_hidden_by(current_tenant(), $1, $2)";

  /** What it hides is decided anew then. */
  public void wake(Tx tx, UUID hider, Instant at) {
    tx.connection().preparedQuery(WAKE).execute(tuple(hider, time(at))).await();
  }
}
