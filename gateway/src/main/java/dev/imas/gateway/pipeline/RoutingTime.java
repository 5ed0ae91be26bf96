package dev.imas.gateway.pipeline;

import dev.imas.core.model.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The time that each tenant's rules take in this process. A tenant may use a quarter of a
 * processor. Beyond that, and while an event loop or a reading thread is behind, its posts that
 * need routing are refused. Shared by the threads that read bodies.
 */
public final class RoutingTime {

  /** Nanoseconds a tenant may use in each second. */
  private static final long PER_SECOND = 250_000_000;

  private static final long BURST = 2 * PER_SECOND;

  /**
   * How much of each alert's routing is free: a hundred times what thousands of equalities take.
   */
  private static final long FREE = 20_000;

  private static final long LATE = Duration.ofMillis(50).toNanos();
  private static final long STAYS_LATE = Duration.ofSeconds(2).toNanos();
  private static final int MOST_TENANTS = 10_000;

  /**
   * Where bodies take this much on average, the tenant's bodies are read apart from the event
   * loops.
   */
  private static final long DEAR = Duration.ofMillis(5).toNanos();

  /**
   * The most that one body counts in that average. On a busy machine any thread may be interrupted
   * for long, so one slow body says nothing about the rules.
   */
  private static final long MOST_COUNTED = 4 * DEAR;

  /** No thread is interrupted for this long, so it is the rules. */
  private static final long CERTAINLY_DEAR = 5 * MOST_COUNTED;

  /** Over how many bodies the average runs; the newest count most. */
  private static final int AVERAGED = 8;

  private static final long STAYS_DEAR = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanoTime;
  private final Map<TenantId, Room> rooms = new ConcurrentHashMap<>();
  private final AtomicLong behindUntil;

  /** Until then some tenant's rules are slow. Only then does it matter whose. */
  private final AtomicLong dearUntil;

  private static final class Room {
    private long left = BURST;
    private long at;
    private long average;

    private volatile long dearUntil;

    private Room(long now) {
      at = now;
      dearUntil = now;
    }

    private synchronized long left(long now) {
      double seconds = Math.max(0, now - at) / 1e9;
      left = Math.min(BURST, left + (long) (seconds * PER_SECOND));
      at = now;
      return left;
    }

    /** The average time of a body. */
    private synchronized long take(long nanos, long beyondFree, long now) {
      left = left(now) - beyondFree;
      average += (Math.min(nanos, MOST_COUNTED) - average) / AVERAGED;
      return average;
    }
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public RoutingTime(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.behindUntil = new AtomicLong(nanoTime.getAsLong());
    this.dearUntil = new AtomicLong(nanoTime.getAsLong());
  }

  long now() {
    return nanoTime.getAsLong();
  }

  /** Something ran this much later than it should have. */
  public void wasLate(long nanos) {
    if (nanos > LATE) {
      behindUntil.set(now() + STAYS_LATE);
    }
  }

  boolean isBehind() {
    return behindUntil.get() - now() > 0;
  }

  /** Whether this tenant's alerts may be routed now. */
  boolean mayRoute(TenantId tenant) {
    Room room = rooms.get(tenant);
    return room == null || !isBehind() || room.left(now()) > 0;
  }

  /** Whether this tenant's bodies are read on a separate thread, whatever their size. */
  boolean isDear(TenantId tenant) {
    long now = now();
    if (dearUntil.get() - now <= 0) {
      return false;
    }
    Room room = rooms.get(tenant);
    return room != null && room.dearUntil - now > 0;
  }

  /**
   * Counts the time of routing that many alerts of one body. What alerts take with common rules is
   * free: a storm of new alerts is handled by admission, and no reason to refuse here.
   */
  void used(TenantId tenant, long nanos, int alerts) {
    if (rooms.size() > MOST_TENANTS) {
      rooms.clear();
    }
    long now = now();
    Room room = rooms.computeIfAbsent(tenant, t -> new Room(now));
    long average = room.take(nanos, Math.max(0, nanos - alerts * FREE), now);
    if (average > DEAR || nanos > CERTAINLY_DEAR) {
      room.dearUntil = now + STAYS_DEAR;
      dearUntil.set(now + STAYS_DEAR);
    } else if (average < DEAR / 4) {
      room.dearUntil = now;
    }
  }
}
