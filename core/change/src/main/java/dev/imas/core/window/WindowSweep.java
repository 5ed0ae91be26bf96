package dev.imas.core.window;

import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.window.DueWindowRepository.Due;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Reminds teams of the deployment windows of all tenants (CAL-12), and forgets those past their
 * retention. After a pause only the nearest reminder is sent. It can be repeated at any time.
 */
final class WindowSweep {

  private static final int BATCH = 500;

  /** Its number says that an approval is overdue; the others are those before the start. */
  private static final int OVERDUE = 4;

  private final DeploymentWindowRepository windows = new DeploymentWindowRepository();
  private final DueWindowRepository due = new DueWindowRepository();
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

  /** In batches, each window in a transaction of its own. */
  Future<String> remind() {
    Instant now = clock.instant();
    int sent = 0;
    List<Due> batch;
    do {
      batch =
          transactions.runUnbound(tx -> Future.succeededFuture(due.read(tx, now, BATCH))).await();
      for (Due one : batch) {
        sent += transactions.call(one.tenant(), tx -> remind(tx, one, now));
      }
    } while (batch.size() == BATCH);
    return Future.succeededFuture(sent + " reminders of deployment windows");
  }

  private int remind(Tx tx, Due one, Instant now) {
    DeploymentWindow window = windows.lock(tx, one.window(), now).orElse(null);
    if (window == null || !windows.reminded(tx, one.window(), one.reminder())) {
      return 0;
    }
    if (one.reminder() == OVERDUE) {
      notices.overdue(tx, window);
    } else if (window.isProduction() && window.status() == WindowStatus.PLANNED) {
      notices.soon(tx, window, one.reminder());
    } else {
      return 0;
    }
    return 1;
  }

  Future<String> forget() {
    int sum = 0;
    int last;
    do {
      last =
          transactions
              .runUnbound(
                  tx -> Future.succeededFuture(due.forget(tx, clock.instant().minus(kept), BATCH)))
              .await();
      sum += last;
    } while (last == BATCH);
    return Future.succeededFuture(sum + " deployment windows forgotten");
  }
}
