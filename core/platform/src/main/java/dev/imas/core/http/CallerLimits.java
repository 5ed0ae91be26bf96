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
 * What one caller may ask at once and in a time: a token, and an address whose tokens are not known
 * yet. One for a port, shared by its event loops. Any thread; of the callers it remembers the last
 * ten thousand.
 */
public final class CallerLimits {

  /** A bucket holds what comes in so many seconds. */
  private static final int BURST_SECONDS = 10;

  private static final int REMEMBERED = 10_000;
  private static final int BYTES_OF_A_NETWORK = 8;

  /**
   * @param perSecond requests of one token, ten times as many in a burst
   * @param atOnce of one token
   * @param unauthenticatedPerSecond requests of one address with a token that is not known, or with
   *     none
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
   * @param nanos a clock that is never set
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
        .description("Requests to the API refused with 429")
        .tag("reason", reason)
        .register(meters);
  }

  /**
   * One request of an address without a token that is known to be good.
   *
   * @throws Fault TOO_MANY_REQUESTS, which is to be answered unread
   */
  synchronized void unauthenticated(String address) {
    if (!take(
        caller(networkOf(address), rates.unauthenticatedPerSecond()),
        rates.unauthenticatedPerSecond())) {
      unauthenticated.increment();
      throw Fault.tooMany("too many requests of this address without a known token; wait", 1);
    }
  }

  /** It had a good token after all. */
  synchronized void authenticated(String address) {
    caller(networkOf(address), rates.unauthenticatedPerSecond()).left++;
  }

  /**
   * One request of a token.
   *
   * @return to be run once, when it is answered
   * @throws Fault TOO_MANY_REQUESTS
   */
  synchronized Runnable begin(UUID token) {
    Caller caller = caller(token, rates.perSecond());
    if (caller.running >= rates.atOnce()) {
      tooMany.increment();
      throw Fault.tooMany(
          "this token has " + caller.running + " requests under way; wait for one of them", 1);
    }
    if (!take(caller, rates.perSecond())) {
      tooFast.increment();
      throw Fault.tooMany(
          "this token asks more than " + rates.perSecond() + " times a second; wait", 1);
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

  /** Who has an address of IPv6 has a network of them. */
  private static String networkOf(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    byte[] bytes = InetAddress.ofLiteral(address).getAddress();
    return bytes.length <= BYTES_OF_A_NETWORK
        ? address
        : HexFormat.of().formatHex(Arrays.copyOf(bytes, BYTES_OF_A_NETWORK));
  }
}
