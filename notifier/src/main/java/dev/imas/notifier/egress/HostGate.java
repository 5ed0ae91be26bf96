package dev.imas.notifier.egress;

import dev.imas.core.model.TenantId;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Limits the posts to one host, at once and per second, for all tenants and contacts together.
 * Otherwise anyone who may enter addresses could turn each incident into thousands of posts to a
 * third party. A host is an address, since many names may point to one. While several tenants want
 * to post to it, each gets its share and no more. Internal addresses, which only the operator can
 * allow, are the operator's own and have no limit here. Any thread may use it.
 */
public final class HostGate {

  /** How long a tenant that was refused counts as one that wants its share. */
  private static final Duration REMEMBERED = Duration.ofSeconds(2);

  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final HostLimit limit;
  private final Predicate<InetAddress> unlimited;
  private final Runnable whenTurnedAway;
  private final Map<InetAddress, Host> hosts = new HashMap<>();

  /**
   * @param unlimited the operator's own hosts
   * @param whenTurnedAway counts refusals
   */
  public HostGate(HostLimit limit, Predicate<InetAddress> unlimited, Runnable whenTurnedAway) {
    this.limit = limit;
    this.unlimited = unlimited;
    this.whenTurnedAway = whenTurnedAway;
  }

  /**
   * @return empty when the tenant may post to the host now, and {@link #left} must follow; else how
   *     long to wait before asking again, about as long as those who were refused lately need
   */
  synchronized Optional<Duration> enter(TenantId tenant, InetAddress address, Instant now) {
    if (unlimited.test(address)) {
      return Optional.empty();
    }
    Host host = hosts.computeIfAbsent(address, a -> new Host(now));
    if (host.enter(tenant, now)) {
      return Optional.empty();
    }
    whenTurnedAway.run();
    long seconds = 1 + host.turnedAwayLately / limit.perSecond();
    return Optional.of(Duration.ofSeconds(Math.min(seconds, LONGEST_WAIT.toSeconds())));
  }

  synchronized void left(TenantId tenant, InetAddress address, Instant now) {
    Host host = hosts.get(address);
    if (host != null) {
      host.left(tenant);
    }
    // Only few are known at a time: those in flight, and those of the last moments.
    hosts.values().removeIf(known -> known.isForgotten(now));
  }

  synchronized int size() {
    return hosts.size();
  }

  private final class Host {
    private final Map<TenantId, Integer> underWay = new HashMap<>();
    private final Map<TenantId, Integer> begun = new HashMap<>();
    private final Map<TenantId, Instant> turnedAway = new HashMap<>();
    private Instant window;
    private int allUnderWay;
    private int allBegun;
    private int turnedAwayLately;

    Host(Instant now) {
      this.window = now;
    }

    boolean enter(TenantId tenant, Instant now) {
      if (Duration.between(window, now).abs().compareTo(WINDOW) >= 0) {
        window = now;
        begun.clear();
        allBegun = 0;
        turnedAwayLately = Math.max(0, turnedAwayLately - limit.perSecond());
      }
      forgetLongTurnedAway(now);
      int others = (int) turnedAway.keySet().stream().filter(t -> !t.equals(tenant)).count();
      int tenants = 1 + others;
      boolean room =
          allUnderWay < limit.concurrency()
              && allBegun < limit.perSecond()
              && underWay.getOrDefault(tenant, 0) < part(limit.concurrency(), tenants)
              && begun.getOrDefault(tenant, 0) < part(limit.perSecond(), tenants);
      if (!room) {
        turnedAway.put(tenant, now);
        turnedAwayLately++;
        return false;
      }
      turnedAway.remove(tenant);
      underWay.merge(tenant, 1, Integer::sum);
      begun.merge(tenant, 1, Integer::sum);
      allUnderWay++;
      allBegun++;
      return true;
    }

    void left(TenantId tenant) {
      allUnderWay--;
      underWay.computeIfPresent(tenant, (t, n) -> n == 1 ? null : n - 1);
    }

    boolean isForgotten(Instant now) {
      return allUnderWay == 0
          && Duration.between(window, now).abs().compareTo(WINDOW) >= 0
          && (turnedAway.isEmpty() || isLongAgo(latestTurnedAway(), now));
    }

    private Instant latestTurnedAway() {
      return turnedAway.values().stream().max(Instant::compareTo).orElse(Instant.EPOCH);
    }

    private void forgetLongTurnedAway(Instant now) {
      for (Iterator<Instant> times = turnedAway.values().iterator(); times.hasNext(); ) {
        if (isLongAgo(times.next(), now)) {
          times.remove();
        }
      }
    }
  }

  private static boolean isLongAgo(Instant time, Instant now) {
    return Duration.between(time, now).abs().compareTo(REMEMBERED) >= 0;
  }

  private static int part(int whole, int tenants) {
    return Math.max(1, whole / tenants);
  }
}
