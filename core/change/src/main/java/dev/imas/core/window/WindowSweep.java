package dev.imas.core.window;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reminds teams of the deployment windows of all tenants (CAL-12), and forgets those past their
 * retention. After a pause only the nearest reminder is sent. It can be repeated at any time.
 */
final class WindowSweep {

  private static final int BATCH = 500;

  /** Its number says that an approval is overdue; the others are those before the start. */
  private static final int OVERDUE = 4;

  private record Due(TenantId tenant, UUID window, int reminder) {}

  private final DeploymentWindowRepository windows = new DeploymentWindowRepository();
  private final Transactions transactions;
  private final WindowNotices notices;
  private final Duration kept;
  private final InstantSource clock;

  WindowSweep(
      Transactions transactions, WindowNotices notices, Duration kept, InstantSource clock) {
    this.transactions = transactions;
    this.notices = notices;
    this.kept = kept;
    this.clock = clock;
  }

  private static final String DUE = "SELECT * FROM deployment_windows_due($1, $2)";

  /** In batches, each window in a transaction of its own. */
  Future<String> remind() {
    Instant now = clock.instant();
    int sent = 0;
    List<Due> due;
    do {
      due = transactions.runUnbound(tx -> Future.succeededFuture(due(tx, now))).await();
      for (Due one : due) {
        sent += transactions.call(one.tenant, tx -> remind(tx, one, now));
      }
    } while (due.size() == BATCH);
    return Future.succeededFuture(sent + " reminders of deployment windows");
  }

  private static List<Due> due(Tx tx, Instant now) {
    List<Due> due = new ArrayList<>();
    tx.connection()
        .preparedQuery(DUE)
        .execute(tuple(time(now), BATCH))
        .await()
        .forEach(
            row ->
                due.add(
                    new Due(
                        new TenantId(row.getUUID("tenant_id")),
                        row.getUUID("event_id"),
                        row.getInteger("reminder"))));
    return due;
  }

  private int remind(Tx tx, Due due, Instant now) {
    DeploymentWindow window = windows.lock(tx, due.window, now).orElse(null);
    if (window == null || !windows.reminded(tx, due.window, due.reminder)) {
      return 0;
    }
    if (due.reminder == OVERDUE) {
      notices.overdue(tx, window);
    } else if (window.isProduction() && window.status() == WindowStatus.PLANNED) {
      notices.soon(tx, window, due.reminder);
    } else {
      return 0;
    }
    return 1;
  }

  private static final String FORGET = "SELECT forget_deployment_windows($1, $2)";

  Future<String> forget() {
    int sum = 0;
    int last;
    do {
      last = transactions.runUnbound(tx -> Future.succeededFuture(forget(tx))).await();
      sum += last;
    } while (last == BATCH);
    return Future.succeededFuture(sum + " deployment windows forgotten");
  }

  private int forget(Tx tx) {
    return tx.connection()
        .preparedQuery(FORGET)
        .execute(tuple(time(clock.instant().minus(kept)), BATCH))
        .await()
        .iterator()
        .next()
        .getInteger(0);
  }
}
