package dev.imas.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CallerLimitsTest {

  private static final TenantId TENANT = new TenantId(new UUID(2, 1));
  private static final UUID TOKEN = new UUID(1, 1);
  private static final UUID OTHER = new UUID(1, 2);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private long now = Long.MAX_VALUE - 5; // nanoTime may start anywhere.
  private final CallerLimits limits =
      new CallerLimits(new CallerLimits.Rates(2, 3, 1, 3), () -> now, meters);

  @Test
  void tokenHasABurstAndThenItsRate() {
    for (int i = 0; i < 20; i++) {
      limits.begin(TENANT, TOKEN).run();
    }
    assertRefused(() -> limits.begin(TENANT, TOKEN), "more than 2 requests a second");
    limits.begin(TENANT, OTHER).run();

    now += Duration.ofMillis(500).toNanos();

    limits.begin(TENANT, TOKEN).run();
    assertRefused(() -> limits.begin(TENANT, TOKEN), "more than 2 requests a second");
    assertThat(meters.get("imas.api.limited").tag("reason", "rate").counter().count()).isEqualTo(2);
  }

  @Test
  void whatIsLeftIsThatOfTheNearerLimitAndComesBack() {
    assertThat(limits.left(TENANT, TOKEN)).isEqualTo(new RateLimit("token", 20, 10, 20, 0));
    limits.begin(TENANT, TOKEN).run();
    limits.begin(TENANT, TOKEN).run();
    limits.begin(TENANT, TOKEN).run();
    assertThat(limits.left(TENANT, TOKEN)).isEqualTo(new RateLimit("token", 20, 10, 17, 2));

    for (int i = 0; i < 20; i++) {
      limits.begin(TENANT, OTHER).run();
    }
    assertThat(limits.left(TENANT, TOKEN)).isEqualTo(new RateLimit("tenant", 30, 10, 7, 8));

    now += Duration.ofSeconds(10).toNanos();
    assertThat(limits.left(TENANT, TOKEN)).isEqualTo(new RateLimit("token", 20, 10, 20, 0));
  }

  @Test
  void anAddressHasALimitOfItsOwn() {
    limits.unauthenticated("203.0.113.1");
    assertThat(limits.left("203.0.113.1")).isEqualTo(new RateLimit("address", 10, 10, 9, 1));
    assertThat(limits.left("203.0.113.2")).isEqualTo(new RateLimit("address", 10, 10, 10, 0));
  }

  @Test
  void tokenHasNoMoreUnderWayThanItMay() {
    limits.begin(TENANT, TOKEN);
    limits.begin(TENANT, TOKEN);
    Runnable third = limits.begin(TENANT, TOKEN);
    assertRefused(() -> limits.begin(TENANT, TOKEN), "3 requests in progress");
    limits.begin(TENANT, OTHER);

    third.run();

    limits.begin(TENANT, TOKEN);
    assertRefused(() -> limits.begin(TENANT, TOKEN), "3 requests in progress");
  }

  /** TEN-04: however many tokens it has. */
  @Test
  void tokensOfATenantShareItsRate() {
    for (int i = 0; i < 30; i++) {
      limits.begin(TENANT, new UUID(3, i)).run();
    }
    assertRefused(() -> limits.begin(TENANT, TOKEN), "more than 3 requests a second together");
    limits.begin(new TenantId(new UUID(2, 2)), OTHER).run();
    for (int i = 0; i < 3; i++) {
      assertRefused(() -> limits.begin(TENANT, TOKEN), "together"); // None is left under way.
    }
  }

  @Test
  void addressWithoutAGoodTokenHasARateAndGoodTokensDoNotCount() {
    for (int i = 0; i < 50; i++) {
      limits.unauthenticated("192.0.2.1");
      limits.authenticated("192.0.2.1");
    }
    for (int i = 0; i < 10; i++) {
      limits.unauthenticated("192.0.2.1");
    }
    assertRefused(() -> limits.unauthenticated("192.0.2.1"), "without a valid token");
    limits.unauthenticated("192.0.2.2");
  }

  @Test
  void networkOfAnIpv6AddressIsOneCaller() {
    for (int i = 0; i < 10; i++) {
      limits.unauthenticated("2001:db8:0:1::" + i);
    }
    assertRefused(() -> limits.unauthenticated("2001:db8:0:1:ffff::1"), "without a valid token");
    limits.unauthenticated("2001:db8:0:2::1");
  }

  private static void assertRefused(Runnable request, String why) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> {
              assertThat(fault.kind()).isEqualTo(Fault.Kind.TOO_MANY_REQUESTS);
              assertThat(fault.retryAfterSeconds()).isPositive();
              assertThat(fault.detail()).contains(why);
            });
  }
}
