package dev.imas.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import dev.imas.fixtures.Await;
import dev.imas.gateway.pipeline.IngestMeters.Refusal;
import dev.imas.gateway.snapshot.TenantWeights;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IngestMetersTest {

  private static final TenantId TENANT = new TenantId(new UUID(0, 1));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Admission admission =
      new Admission(new InFlightLimits(1, 2, 0, 2), () -> TenantWeights.NONE, () -> 0L);
  private final IngestMeters meters = new IngestMeters(registry, admission, () -> 42L, () -> 0L);

  private double refused(Refusal reason) {
    return registry
        .get("imas_ingest_refused_total")
        .tag("reason", reason.label())
        .counter()
        .count();
  }

  /** A gauge holds its supplier weakly, unless it is told not to. */
  @Test
  void theBacklogIsToldAfterACollectionOfGarbageToo() {
    WeakReference<Object> garbage = new WeakReference<>(new Object());
    Await.until(
        "a collection",
        () -> {
          System.gc();
          return garbage.get() == null;
        },
        gone -> gone);

    assertThat(registry.get("imas_ingest_backlog").gauge().value()).isEqualTo(42);
  }

  @Test
  void anOverloadIsCountedByReasonAndByTenant() {
    meters.refused(Refusal.SHED_WAIT, TENANT);
    meters.refused(Refusal.SHED_WAIT, TENANT);

    assertThat(refused(Refusal.SHED_WAIT)).isEqualTo(2);
    assertThat(
            registry
                .get("imas_ingest_shed_total")
                .tag("tenant", TENANT.toString())
                .tag("reason", "shed_wait")
                .counter()
                .count())
        .isEqualTo(2);
    assertThat(registry.get("imas_ingest_shedding").tag("reason", "shed_wait").gauge().value())
        .isEqualTo(1);
  }

  @Test
  void otherRefusalsAreNotCountedAsOverload() {
    meters.refused(Refusal.MALFORMED, TENANT);
    meters.refused(Refusal.UNAUTHENTICATED);

    assertThat(refused(Refusal.MALFORMED)).isEqualTo(1);
    assertThat(refused(Refusal.UNAUTHENTICATED)).isEqualTo(1);
    assertThat(registry.find("imas_ingest_shed_total").counter()).isNull();
  }
}
