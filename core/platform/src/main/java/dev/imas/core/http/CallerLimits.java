package dev.imas.core.http;

import dev.imas.core.platform.Fault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Limits the rate and the concurrency of one caller: a token, or an address whose tokens are not
 * known yet. A port's event loops share one instance. It may be called from any thread, and it
 * remembers the last ten thousand callers.
 */
public final class CallerLimits {

  /** A token bucket holds the requests of this many seconds. */
  private static final int BURST_SECONDS = 10;

  private static final int REMEMBERED = 10_000;
  private static final int BYTES_OF_A_NETWORK = 8;

  /**
   * @param perSecond requests a second of one token; a burst may have ten times as many
   * @param atOnce concurrent requests of one token
   * @param unauthenticatedPerSecond requests a second of one address with an unknown token or none
   */
  public record Rates(int perSecond, int atOnce, int unauthenticatedPerSecond) {

    public static final Rates ENDLESS =
        new Rates(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  private static final class Caller {
    double left;
    long since;
    int running;
  }

  private final Rates rates;
  private final LongSupplier nanos;
  private final Counter tooFast;
  private final Counter tooMany;
  private final Counter unauthenticated;
  private final Map<Object, Caller> callers =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Caller> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * @param nanos a monotonic clock
   */
  public CallerLimits(Rates rates, LongSupplier nanos, MeterRegistry meters) {
    this.rates = rates;
    this.nanos = nanos;
    this.tooFast = refused("rate", meters);
    this.tooMany = refused("at_once", meters);
    this.unauthenticated = refused("unauthenticated", meters);
  }

  private static Counter refused(String reason, MeterRegistry meters) {
    return Counter.builder("imas.api.limited")
        .description("API requests refused with 429")
        .tag("reason", reason)
        .register(meters);
  }

  /**
   * Counts a request of an address without a token that is known to be valid.
   *
   * @throws Fault TOO_MANY_REQUESTS: answer without reading the request
   */
  public synchronized void unauthenticated(String address) {
    if (!take(
        caller(networkOf(address), rates.unauthenticatedPerSecond()),
        rates.unauthenticatedPerSecond())) {
      unauthenticated.increment();
      throw Fault.tooMany(
          "this address sends too many requests without a valid token; wait "
              + "and check the token",
          1);
    }
  }

  /** Gives the request back: its token was valid. */
  public synchronized void authenticated(String address) {
    caller(networkOf(address), rates.unauthenticatedPerSecond()).left++;
  }

  /**
   * Counts a request of a token.
   *
   * @return run it once, when the request is answered
   * @throws Fault TOO_MANY_REQUESTS
   */
  synchronized Runnable begin(UUID token) {
    Caller caller = caller(token, rates.perSecond());
    if (caller.running >= rates.atOnce()) {
      tooMany.increment();
      throw Fault.tooMany(
          "this token has "
              + caller.running
              + " requests in progress; wait until one is "
              + "answered",
          1);
    }
    if (!take(caller, rates.perSecond())) {
      tooFast.increment();
      throw Fault.tooMany(
          "this token sends more than " + rates.perSecond() + " requests a second; send fewer", 1);
    }
    caller.running++;
    return () -> end(caller);
  }

  private synchronized void end(Caller caller) {
    caller.running--;
  }

  private Caller caller(Object who, int perSecond) {
    return callers.computeIfAbsent(
        who,
        fresh -> {
          Caller caller = new Caller();
          caller.left = (double) perSecond * BURST_SECONDS;
          caller.since = nanos.getAsLong();
          return caller;
        });
  }

  private boolean take(Caller caller, int perSecond) {
    long now = nanos.getAsLong();
    double most = (double) perSecond * BURST_SECONDS;
    caller.left = Math.min(most, caller.left + (now - caller.since) / 1e9 * perSecond);
    caller.since = now;
    if (caller.left < 1) {
      return false;
    }
    caller.left--;
    return true;
  }

  /** The address, or the /64 network of an IPv6 address: who has one of these has all. */
  public static String networkOf(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    byte[] bytes = InetAddress.ofLiteral(address).getAddress();
    return bytes.length <= BYTES_OF_A_NETWORK
        ? address
        : HexFormat.of().formatHex(Arrays.copyOf(bytes, BYTES_OF_A_NETWORK));
  }
}
