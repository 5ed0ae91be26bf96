package dev.imas.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import dev.imas.gateway.snapshot.TenantWeights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever tenants do, in any order, the process holds no more than the hard mark, and no tenant
 * within its reserved part is refused. The test's name is the seed.
 */
class AdmissionPropertiesTest {

  private static final int STEPS = 20_000;

  private record Held(int tenant, Admission.Share share, long bytes) {}

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void whoIsWithinItsPartIsRefusedNothing(long seed) {
    Random random = new Random(seed);
    int tenants = 2 + random.nextInt(12);
    long hard = 1_000 + random.nextInt(1_000_000);
    long soft = hard / 4 + random.nextLong(hard / 4);
    long reserved = hard / 10 + random.nextLong(hard / 3);
    long mark = hard / 2 + random.nextLong(hard / 2);
    InFlightLimits marks = new InFlightLimits(soft, hard, reserved, mark);
    TenantWeights[] weights = {weights(random, tenants, 1)};
    Admission admission = new Admission(marks, () -> weights[0], () -> 0L);
    List<Held> held = new ArrayList<>();
    long[] bytes = new long[tenants];
    int refused = 0;
    int shed = 0;

    for (int step = 0; step < STEPS; step++) {
      // The first tenant storms: it posts most often, with the largest bodies, and is slow to
      // finish.
      int tenant = random.nextInt(3) > 0 ? 0 : random.nextInt(tenants);
      if (!held.isEmpty() && random.nextInt(100) < 45) {
        Held ended = held.remove(random.nextInt(held.size()));
        ended.share().release();
        bytes[ended.tenant()] -= ended.bytes();
      } else {
        Admission.Share share = admission.open(id(tenant));
        long wanted = 1 + random.nextLong(tenant == 0 ? hard / 8 : hard / 64);
        boolean withinPart = bytes[tenant] + wanted <= part(marks, weights[0], tenant);
        boolean taken = share.grow(wanted);
        assertThat(taken || !withinPart).as("step %d, tenant %d", step, tenant).isTrue();
        if (taken) {
          held.add(new Held(tenant, share, wanted));
          bytes[tenant] += wanted;
          if (share.isAboveSoftMark()) {
            shed++;
            assertThat(bytes[tenant]).isGreaterThan(part(marks, weights[0], tenant));
          }
        } else {
          refused++;
        }
      }
      long sum = 0;
      for (int t = 0; t < tenants; t++) {
        assertThat(bytes[t]).isLessThanOrEqualTo(marks.tenant());
        sum += bytes[t];
      }
      assertThat(admission.inFlightBytes()).isEqualTo(sum).isLessThanOrEqualTo(hard);
      if (sum == 0 && random.nextInt(10) == 0) {
        weights[0] = weights(random, tenants, weights[0].generation() + 1);
      }
    }

    assertThat(refused).as("a storm that meets no bound proves nothing").isPositive();
    assertThat(shed).isPositive();
    held.forEach(h -> h.share().release());
    assertThat(admission.inFlightBytes()).isZero();
    assertThat(admission.open(id(0)).grow(Math.min(marks.crowded(), mark)))
        .as("no room was lost on the way")
        .isTrue();
  }

  /** If weights change while bodies are held, bytes move between the parts and none is lost. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {4, 6, 7, 9, 10})
  void weightsMayChangeAtAnyMoment(long seed) {
    Random random = new Random(seed);
    int tenants = 8;
    InFlightLimits marks = new InFlightLimits(400, 1_000, 300, 800);
    TenantWeights[] weights = {weights(random, tenants, 1)};
    Admission admission = new Admission(marks, () -> weights[0], () -> 0L);
    List<Held> held = new ArrayList<>();

    for (int step = 0; step < STEPS; step++) {
      int tenant = random.nextInt(tenants);
      if (random.nextInt(20) == 0) {
        weights[0] = weights(random, tenants, weights[0].generation() + 1);
      } else if (!held.isEmpty() && random.nextBoolean()) {
        held.remove(random.nextInt(held.size())).share().release();
      } else {
        Admission.Share share = admission.open(id(tenant));
        long wanted = 1 + random.nextLong(100);
        if (share.grow(wanted)) {
          held.add(new Held(tenant, share, wanted));
        }
      }
      // Bytes that were reserved before may count as common now.
      assertThat(admission.inFlightBytes())
          .isEqualTo(held.stream().mapToLong(Held::bytes).sum())
          .isLessThanOrEqualTo(marks.hard() + marks.reserved());
    }

    held.forEach(h -> h.share().release());
    assertThat(admission.inFlightBytes()).isZero();
    assertThat(admission.open(id(0)).grow(marks.crowded())).isTrue();
  }

  private static long part(InFlightLimits marks, TenantWeights weights, int tenant) {
    return Math.min(
        marks.tenant(),
        (long) ((double) marks.reserved() * weights.of(id(tenant)) / weights.total()));
  }

  private static TenantWeights weights(Random random, int tenants, int generation) {
    Map<TenantId, Integer> by = new HashMap<>();
    long total = 0;
    for (int i = 0; i < tenants; i++) {
      int weight = 1 + random.nextInt(5);
      by.put(id(i), weight);
      total += weight;
    }
    return new TenantWeights(by, total, generation);
  }

  private static TenantId id(int tenant) {
    return new TenantId(new UUID(1, tenant));
  }
}
