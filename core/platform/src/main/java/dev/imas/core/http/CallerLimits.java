package dev.imas.core.http;

import dev.imas.core.model.Network;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Limits the rate of a token and of its tenant, the concurrency of a token, and the rate of an
 * address whose tokens are not known yet. A port's event loops share one instance. It may be called
 * from any thread, and it remembers the last ten thousand callers.
 */
public final class CallerLimits {

  /** A token bucket holds the requests of this many seconds. */
  private static final int BURST_SECONDS = 10;

  private static final int REMEMBERED = 10_000;

  /**
   * @param perSecond requests a second of one token; a burst may have ten times as many
   * @param atOnce concurrent requests of one token
   * @param unauthenticatedPerSecond requests a second of one address with an unknown token or none
   * @param tenantPerSecond requests a second of all tokens of a tenant together
   */
  public record Rates(
      int perSecond, int atOnce, int unauthenticatedPerSecond, int tenantPerSecond) {

    public static final Rates ENDLESS =
        new Rates(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  private static final class Caller {
    int running;
  }

  private final Rates rates;
  private final RateBuckets buckets;
  private final Counter tooFast;
  private final Counter tooMany;
  private final Counter unauthenticated;
  private final Counter tenantTooFast;
  private final Map<UUID, Caller> callers =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Caller> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * @param nanos a monotonic clock
   */
  public CallerLimits(Rates rates, LongSupplier nanos, MeterRegistry meters) {
    this.rates = rates;
    this.buckets = new RateBuckets(nanos, REMEMBERED);
    this.tooFast = refused("rate", meters);
    this.tooMany = refused("at_once", meters);
    this.unauthenticated = refused("unauthenticated", meters);
    this.tenantTooFast = refused("tenant", meters);
  }

  private static Counter refused(String reason, MeterRegistry meters) {
    return Counter.builder("imas.api.limited")
        .description("API requests refused with 429")
        .tag("reason", reason)
        .register(meters);
  }

  /** The rates, to be shared with other processes. */
  public RateBuckets buckets() {
    return buckets;
  }

  /**
   * Counts a request of an address without a token that is known to be valid.
   *
   * @throws Fault TOO_MANY_REQUESTS: answer without reading the request
   */
  public void unauthenticated(String address) {
    if (!take(ofAddress(address), rates.unauthenticatedPerSecond())) {
      unauthenticated.increment();
      throw Fault.tooMany(
          "this address sends too many requests without a valid token; wait "
              + "and check the token",
          1);
    }
  }

  /** Gives the request back: its token was valid. */
  public void authenticated(String address) {
    buckets.giveBack(ofAddress(address));
  }

  private static String ofAddress(String address) {
    return "address:" + networkOf(address);
  }

  /**
   * Counts a request of a token.
   *
   * @param tenant that the token is of
   * @return run it once, when the request is answered
   * @throws Fault TOO_MANY_REQUESTS
   */
  Runnable begin(TenantId tenant, UUID token) {
    Runnable ended = run(token);
    String tooMany = null;
    if (!take("token:" + token, rates.perSecond())) {
      tooFast.increment();
      tooMany =
          "this token sends more than " + rates.perSecond() + " requests a second; send fewer";
    } else if (!take("tenant:" + tenant, rates.tenantPerSecond())) {
      tenantTooFast.increment();
      tooMany =
          "the tokens of this tenant send more than "
              + rates.tenantPerSecond()
              + " requests a second together; send fewer";
    }
    if (tooMany != null) {
      ended.run();
      throw Fault.tooMany(tooMany, 1);
    }
    return ended;
  }

  /**
   * How much is left to a token: of its own limit or of its tenant's, whichever has less.
   *
   * @param tenant that the token is of
   */
  RateLimit left(TenantId tenant, UUID token) {
    RateLimit own = left("token", "token:" + token, rates.perSecond());
    RateLimit all = left("tenant", "tenant:" + tenant, rates.tenantPerSecond());
    return all.remaining() < own.remaining() ? all : own;
  }

  /** How much is left to an address without a token that is known to be valid. */
  RateLimit left(String address) {
    return left("address", ofAddress(address), rates.unauthenticatedPerSecond());
  }

  private RateLimit left(String policy, String who, int perSecond) {
    double burst = (double) perSecond * BURST_SECONDS;
    double left = buckets.left(who, perSecond, burst);
    return new RateLimit(
        policy,
        (long) burst,
        BURST_SECONDS,
        Math.max(0, (long) left),
        (long) Math.ceil((burst - left) / perSecond));
  }

  private synchronized Runnable run(UUID token) {
    Caller caller = callers.computeIfAbsent(token, fresh -> new Caller());
    if (caller.running >= rates.atOnce()) {
      tooMany.increment();
      throw Fault.tooMany(
          "this token has "
              + caller.running
              + " requests in progress; wait until one is "
              + "answered",
          1);
    }
    caller.running++;
    return () -> end(caller);
  }

  private synchronized void end(Caller caller) {
    caller.running--;
  }

  private boolean take(String who, int perSecond) {
    return buckets.take(who, perSecond, (double) perSecond * BURST_SECONDS) == 0;
  }

  /** The address, or the /64 network of an IPv6 address: who has one of these has all. */
  public static String networkOf(String address) {
    return Network.of(address);
  }
}
