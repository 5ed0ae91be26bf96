package dev.imas.core;

import dev.imas.core.audit.AuditRepository;
import dev.imas.core.audit.AuditRoutes;
import dev.imas.core.audit.AuditSealer;
import dev.imas.core.changes.ChangeFeed;
import dev.imas.core.changes.ChangeRoutes;
import dev.imas.core.clock.ClockAlarm;
import dev.imas.core.delivery.BulkReplayRoutes;
import dev.imas.core.delivery.DeliveryRepository;
import dev.imas.core.delivery.DeliveryRoutes;
import dev.imas.core.delivery.ObjectiveRoutes;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.http.Origins;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.provider.ProviderRepository;
import dev.imas.core.receipt.ReceiptRoutes;
import dev.imas.core.retention.OpenTransactionRepository;
import dev.imas.core.retention.RetentionGauge;
import dev.imas.core.scheduler.Scheduler.Recurring;
import dev.imas.core.scheduler.TimerRoutes;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import java.time.Duration;
import java.util.List;

/**
 * What of the kernel can be seen and does work of its own: the audit, messages and their replay,
 * timers, the feed of changes, receipts, and rows that grow old. No feature can be in the kernel,
 * since features stand on it.
 */
final class KernelFeature implements Feature {

  private final CoreContext core;
  private final ChangeFeed changes;
  private final AuditSealer sealer;
  private final Origins origins;

  /**
   * @param origins of pages that may follow changes
   */
  KernelFeature(CoreContext core, ChangeFeed changes, AuditSealer sealer, Origins origins) {
    this.core = core;
    this.changes = changes;
    this.sealer = sealer;
    this.origins = origins;
  }

  @Override
  public List<String> apiTags() {
    return List.of("audit", "changes", "deliveries", "timers");
  }

  @Override
  public void mount(Api api) {
    IncidentRepository incidents = new IncidentRepository();
    ProviderRepository providers = new ProviderRepository();
    new ReceiptRoutes(core.searches(), core.retention().receipts(), core.missing(), core.clock())
        .mount(api);
    new ChangeRoutes(changes, origins).mount(api);
    new DeliveryRoutes(
            core.searches(),
            new DeliveryRepository(core.channels()),
            incidents::findForFilter,
            providers::findId,
            core.queue(),
            core.missing())
        .mount(api);
    new BulkReplayRoutes(core.searches(), incidents::findForFilter, providers::findId, core.queue())
        .mount(api);
    new ObjectiveRoutes(core.unindexed(), core.clock()).mount(api);
    new TimerRoutes(core.searches(), core.timers()).mount(api);
    new AuditRoutes(core.searches(), new AuditRepository(core.clock())).mount(api);
  }

  @Override
  public List<Recurring> recurring() {
    Duration hour = Duration.ofHours(1);
    Duration minute = Duration.ofMinutes(1);
    ClockAlarm clocks = new ClockAlarm(core.housekeeping(), core.notices(), core.receivers());
    return List.of(
        Recurring.every(hour, "partitions-ahead", tenant -> core.upkeep().makePartitions()),
        Recurring.every(hour, "partitions-past", tenant -> core.upkeep().dropPartitions()),
        Recurring.every(minute, "rows-past", tenant -> core.upkeep().purgeRows()),
        Recurring.every(minute, "changes-past", tenant -> changes.forget(core.housekeeping())),
        Recurring.every(minute, "audit-checkpoint", tenant -> sealer.checkpoints()),
        Recurring.every(minute.multipliedBy(5), "clock-watch", tenant -> clocks.look()));
  }

  @Override
  public List<Worker> workers() {
    return List.of(
        new Worker(
            changes, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)),
        new Worker(
            sealer, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)),
        new Worker(sealer.backlog()),
        new Worker(OpenTransactionRepository.oldest(core.transactions(), core.meters())),
        new Worker(
            RetentionGauge.of(core.transactions(), core.retention(), core.clock(), core.meters())));
  }
}
