package dev.imas.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import dev.imas.gateway.backlog.Backlog;
import dev.imas.gateway.pipeline.IngestMeters.Refusal;
import dev.imas.gateway.pipeline.Shed.Verdict;
import dev.imas.gateway.snapshot.TenantWeights;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShedTest {

  private static final TenantId STORMING = new TenantId(new UUID(0, 1));
  private static final TenantId QUIET = new TenantId(new UUID(0, 2));
  private static final TenantWeights EVEN = new TenantWeights(Map.of(STORMING, 1, QUIET, 1), 2, 1);
  private static final long NO_WAIT = 0;

  private final Admission admission =
      new Admission(new InFlightLimits(100, 200, 40, 180), () -> EVEN, () -> 0L);
  private Backlog backlog = Backlog.NONE;
  private final Shed shedding =
      new Shed(
          new Shed.Limits(Duration.ofMillis(400), Duration.ofMillis(800), 1_000, 2_000),
          () -> backlog,
          () -> EVEN);

  private @Nullable Refusal judge(
      TenantId tenant, long waitMillis, boolean severe, boolean news, long bytes) {
    Admission.Share share = admission.open(tenant);
    assertThat(share.grow(bytes)).isTrue();
    Verdict verdict =
        shedding.judge(tenant, share, Duration.ofMillis(waitMillis).toNanos(), severe, news);
    share.release();
    return switch (verdict) {
      case Verdict.Taken taken -> null;
      case Verdict.Refused shed -> {
        assertThat(shed.fault().retryAfterSeconds()).isPositive();
        yield shed.reason();
      }
    };
  }

  @Test
  void withoutOverloadEverythingIsTaken() {
    assertThat(judge(STORMING, NO_WAIT, false, true, 50)).isNull();
  }

  @Test
  void moreBytesThanItsShareAreForTheSevereOnly() {
    assertThat(judge(STORMING, NO_WAIT, false, true, 120)).isEqualTo(Refusal.SHED_SOFT);
    assertThat(judge(STORMING, NO_WAIT, true, true, 120)).isNull();
  }

  @Test
  void aLongWaitRefusesAtOnceTheSevereLast() {
    assertThat(judge(STORMING, 400, false, false, 1)).isNull();
    assertThat(judge(STORMING, 401, false, false, 1)).isEqualTo(Refusal.SHED_WAIT);
    assertThat(judge(STORMING, 800, true, false, 1)).isNull();
    assertThat(judge(STORMING, 801, true, false, 1)).isEqualTo(Refusal.SHED_WAIT);
  }

  @Test
  void aBacklogStopsNewsButNotRepeats() {
    backlog = new Backlog(Map.of(STORMING, 1_001L), 1_001);

    assertThat(judge(STORMING, NO_WAIT, false, true, 1)).isEqualTo(Refusal.SHED_BACKLOG);
    assertThat(judge(STORMING, NO_WAIT, false, false, 1)).isNull();
  }

  @Test
  void aBacklogStopsTheSevereOnlyAtTheHardMark() {
    backlog = new Backlog(Map.of(STORMING, 2_000L), 2_000);
    assertThat(judge(STORMING, NO_WAIT, true, true, 1)).isNull();

    backlog = new Backlog(Map.of(STORMING, 2_001L), 2_001);
    assertThat(judge(STORMING, NO_WAIT, true, true, 1)).isEqualTo(Refusal.SHED_BACKLOG);
    assertThat(judge(STORMING, NO_WAIT, true, false, 1)).isNull();
  }

  @Test
  void theBacklogOfOneTenantStopsNoOther() {
    backlog = new Backlog(Map.of(STORMING, 5_000L, QUIET, 400L), 5_400);

    assertThat(judge(QUIET, NO_WAIT, false, true, 1)).isNull();
    assertThat(judge(STORMING, NO_WAIT, true, true, 1)).isEqualTo(Refusal.SHED_BACKLOG);
  }

  @Test
  void aTenantOfWhomNothingWaitsIsNeverStoppedByABacklog() {
    backlog = new Backlog(Map.of(STORMING, 9_000L), 9_000);

    assertThat(judge(QUIET, NO_WAIT, false, true, 1)).isNull();
  }

  @Test
  void backlogsGoByWeight() {
    Backlog both = new Backlog(Map.of(STORMING, 700L, QUIET, 400L), 1_100);
    TenantWeights uneven = new TenantWeights(Map.of(STORMING, 3, QUIET, 1), 4, 1);

    assertThat(both.isAbove(1_000, STORMING, uneven)).isFalse();
    assertThat(both.isAbove(1_000, QUIET, uneven)).isTrue();
    assertThat(both.isAbove(1_000, STORMING, EVEN)).isTrue();
    assertThat(both.isAbove(1_000, QUIET, EVEN)).isFalse();
  }
}
