package dev.imas.core.window;

import dev.imas.core.changeevent.ChangeEvent.Kind;
import dev.imas.core.http.Audit;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.window.DueWindowRepository.OfTenant;
import dev.imas.core.window.WindowProgress.End;
import dev.imas.core.window.WindowProgress.Start;
import dev.imas.core.window.WindowStart.Lacking;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and ends the deployment windows of all tenants as their deployments were reported. A
 * deployment that was reported is a fact: a window that should not have started does all the same,
 * mutes nothing then, and its teams are told. It can be repeated at any time. On a virtual thread.
 */
final class WindowFollowing {

  private static final Logger log = LoggerFactory.getLogger(WindowFollowing.class);

  private static final int BATCH = 200;

  /** What was reported before a look may become visible only after it. */
  private static final Duration IN_FLIGHT = Duration.ofMinutes(1);

  private final Transactions transactions;
  private final WindowPlans plans;
  private final WindowNotices notices;
  private final WindowEvents events;
  private final Audit audit;
  private final InstantSource clock;
  private final DueWindowRepository due = new DueWindowRepository();
  private final DeploymentWindowRepository windows = new DeploymentWindowRepository();
  private final WindowDeploymentRepository deployments = new WindowDeploymentRepository();
  private final WindowMuting muting = new WindowMuting();

  WindowFollowing(
      Transactions transactions,
      WindowPlans plans,
      WindowNotices notices,
      WindowEvents events,
      Audit audit,
      InstantSource clock) {
    this.transactions = transactions;
    this.plans = plans;
    this.notices = notices;
    this.events = events;
    this.audit = audit;
    this.clock = clock;
  }

  /** In batches, each window once: what was looked at comes last, and may come again. */
  Future<String> follow() {
    Instant now = clock.instant();
    Set<OfTenant> seen = new HashSet<>();
    int moved = 0;
    boolean goesOn;
    do {
      List<OfTenant> found =
          transactions
              .runUnbound(tx -> Future.succeededFuture(due.toFollow(tx, now, BATCH)))
              .await();
      List<OfTenant> fresh = found.stream().filter(seen::add).toList();
      for (OfTenant one : fresh) {
        moved += follow(one, now) ? 1 : 0;
      }
      goesOn = found.size() == BATCH && !fresh.isEmpty();
    } while (goesOn);
    return Future.succeededFuture(moved + " deployment windows moved");
  }

  /** One that cannot be moved keeps no other from it, and comes again. */
  private boolean follow(OfTenant one, Instant now) {
    try {
      return transactions.call(one.tenant(), tx -> follow(tx, one.window(), now));
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("tenant", one.tenant())
          .addKeyValue("window", one.window())
          .setCause(e)
          .log("A deployment window cannot follow its deployments");
      return false;
    }
  }

  private boolean follow(Tx tx, UUID id, Instant now) {
    DeploymentWindow before = windows.lock(tx, id, now).orElse(null);
    if (before == null) {
      return false;
    }
    windows.looked(tx, id, now.minus(IN_FLIGHT));
    WindowProgress progress = WindowProgress.of(before, deployments.told(tx, before), now);
    Start start = progress.start();
    End end = progress.end();
    if (start != null) {
      started(tx, before, start.by(), progress.unmutes(), now);
    }
    if (progress.unmutes()) {
      muting.stop(tx, before, now);
    }
    if (end != null) {
      windows.end(tx, id, end.outcome(), now, end.by(), end.text());
      muting.end(tx, before, end.outcome(), now);
    }
    if (start == null && end == null) {
      return false;
    }
    windows.touch(tx, id, now);
    DeploymentWindow after = windows.find(tx, id, now).orElseThrow();
    if (start != null) {
      events.happened(tx, Kind.WINDOW_STARTED, after, start.by(), after.lacked());
    }
    if (end != null) {
      events.happened(tx, Kind.WINDOW_ENDED, after, end.by(), end.text());
    }
    audit
        .record(
            tx,
            Audit.Origin.SYSTEM,
            new Audit.Change(
                DeploymentWindowRoutes.subject(id),
                start == null ? "finish" : "start",
                DeploymentWindowView.of(before, now).audited(),
                DeploymentWindowView.of(after, now).audited()))
        .await();
    return true;
  }

  private void started(Tx tx, DeploymentWindow window, String by, boolean hasFailed, Instant now) {
    boolean isEmergency =
        window.incident() != null
            && DeploymentWindowRoutes.isEmergency(window, plans.found(tx, window));
    List<String> lacked =
        WindowStart.of(window, isEmergency, now).stream()
            .filter(one -> one.code() != WindowStart.Code.OVER)
            .map(Lacking::text)
            .toList();
    windows.startByDeployment(
        tx, window.id(), now, by, lacked.stream().collect(Collectors.joining("; ")));
    if (!lacked.isEmpty()) {
      notices.ungated(tx, window, by, lacked);
    } else if (!hasFailed) {
      muting.beginIfRoom(tx, window, by, now);
    }
  }
}
