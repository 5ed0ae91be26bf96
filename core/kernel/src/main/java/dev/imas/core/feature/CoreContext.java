package dev.imas.core.feature;

import dev.imas.core.audit.AuditTrail;
import dev.imas.core.delivery.DeliveryQueue;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.UnindexedReads;
import dev.imas.core.retention.Missing;
import dev.imas.core.retention.RetentionConfig;
import dev.imas.core.retention.Upkeep;
import dev.imas.core.scheduler.Timers;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * What features are built from.
 *
 * @param transactions of requests that write or read little
 * @param searches of requests that may wait for their turn; most use these
 * @param housekeeping of recurring work, on connections of its own, so that no request waits for it
 * @param unindexed reads that no index helps, few at a time
 * @param computations computes on what users write, within a deadline
 * @param retention how long rows are kept
 * @param upkeep runs work in each tenant
 * @param channels the channels of this distribution
 * @param timers sets timers
 * @param queue takes messages for the notifier
 * @param notices tells people of what is no incident
 * @param receivers who are told of it
 * @param audit records what calls change
 * @param stopping whether core is being stopped, which long work asks
 */
public record CoreContext(
    Platform platform,
    Transactions transactions,
    Transactions searches,
    Transactions housekeeping,
    UnindexedReads unindexed,
    Computations computations,
    RetentionConfig retention,
    Upkeep upkeep,
    ChannelKinds channels,
    Timers timers,
    DeliveryQueue queue,
    Notices notices,
    NoticeReceivers receivers,
    AuditTrail audit,
    BooleanSupplier stopping) {

  public Vertx vertx() {
    return platform.vertx();
  }

  public InstantSource clock() {
    return platform.clock();
  }

  public MeterRegistry meters() {
    return platform.meters();
  }

  public SecretBox secrets() {
    return platform.secrets();
  }

  /** Says of what is not found whether it was removed because of its age. */
  public Missing missing() {
    return new Missing(retention, platform.clock());
  }
}
