package dev.imas.gateway.pipeline;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.gateway.snapshot.TenantWeights;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Bounds the bytes of bodies in flight, in all and per tenant, from their first byte until their
 * answer. This bounds the memory of the process and shares it fairly. Shared by all event loops.
 *
 * <p>A part of the room is reserved. Each tenant has its share of it by weight, however many alerts
 * the others post, of whatever severity and however slowly. The rest is common room. When that gets
 * crowded, tenants above their fair share of it take no more, so that it comes back to those who
 * hold less. If all tenants storm, they end at their weights. A tenant within its reserved part is
 * never refused.
 */
public final class Admission {

  /**
   * This is longer than a refused sender is told to wait, so that there is room when it comes
   * again.
   */
  private static final long WANTED_NANOS = Duration.ofSeconds(2).toNanos();

  private final InFlightLimits marks;
  private final Supplier<TenantWeights> weights;
  private final LongSupplier nanoTime;
  private final AtomicLong inFlight = new AtomicLong();
  private final AtomicLong common = new AtomicLong();
  private final Map<TenantId, Room> rooms = new ConcurrentHashMap<>();
  private volatile TenantWeights adopted = TenantWeights.NONE;

  /**
   * @param weights the ones in force at the moment
   */
  public Admission(InFlightLimits marks, Supplier<TenantWeights> weights, LongSupplier nanoTime) {
    this.marks = marks;
    this.weights = weights;
    this.nanoTime = nanoTime;
  }

  /**
   * One tenant's room. It is written under its own lock. Fields that other rooms read are volatile,
   * because two rooms that wait for each other's lock would deadlock.
   */
  private final class Room {
    private final TenantId tenant;
    private volatile long held;
    private volatile int weight = 1;
    private volatile int generation = -1;
    private volatile long wantedUntil = nanoTime.getAsLong();
    private long reserved;

    private Room(TenantId tenant) {
      this.tenant = tenant;
    }

    private synchronized void adopt(TenantWeights by) {
      if (by.generation() <= generation) {
        return;
      }
      long before = inCommon(held);
      generation = by.generation();
      weight = by.of(tenant);
      long part = (long) ((double) marks.reserved() * weight / Math.max(weight, by.total()));
      reserved = Math.min(marks.tenant(), part);
      common.addAndGet(inCommon(held) - before);
    }

    private long inCommon(long bytes) {
      return Math.max(0, bytes - reserved);
    }

    private synchronized boolean grow(long bytes) {
      long after = held + bytes;
      if (after > marks.tenant()) {
        return false;
      }
      long more = inCommon(after) - inCommon(held);
      if (more > 0 && !takeCommon(more, inCommon(after))) {
        wantedUntil = nanoTime.getAsLong() + WANTED_NANOS;
        return false;
      }
      held = after;
      inFlight.addAndGet(bytes);
      return true;
    }

    private boolean takeCommon(long more, long mine) {
      long inUse = common.addAndGet(more);
      if (inUse <= marks.crowded()
          || (inUse <= marks.common() && mine <= shareOf(marks.common(), this))) {
        return true;
      }
      common.addAndGet(-more);
      return false;
    }

    private synchronized void shrink(long bytes) {
      long before = inCommon(held);
      held -= bytes;
      common.addAndGet(inCommon(held) - before);
      inFlight.addAndGet(-bytes);
    }

    private synchronized boolean isAboveShare() {
      return held > reserved && held > shareOf(marks.soft(), this);
    }

    /** Whether it holds something, or was refused a moment ago and will come again. */
    private boolean isActive(long now) {
      return held > 0 || now - wantedUntil < 0;
    }
  }

  /**
   * A request's part of the budget. Bound to the request's event loop. Call {@link #release} at
   * least once; further calls do nothing.
   */
  public final class Share {
    private final Room room;
    private long held;

    private Share(Room room) {
      this.room = room;
    }

    /**
     * Takes room for more bytes. Returns false, and takes nothing, where there is none for this
     * tenant.
     */
    public boolean grow(long bytes) {
      boolean taken = room.grow(bytes);
      if (taken) {
        held += bytes;
      }
      return taken;
    }

    /** Takes room until it holds so many bytes. Returns false where there is none for more. */
    boolean growTo(long bytes) {
      return bytes <= held || grow(bytes - held);
    }

    /**
     * Whether the process is above its soft mark and this tenant above its share of it. Then the
     * request must be refused unless it holds something severe.
     */
    public boolean isAboveSoftMark() {
      return inFlight.get() > marks.soft() && room.isAboveShare();
    }

    public void release() {
      if (held > 0) {
        room.shrink(held);
        held = 0;
      }
    }
  }

  public static Fault noRoom() {
    return Fault.unavailable("too many bytes are in flight; post again", 1);
  }

  public Share open(TenantId tenant) {
    TenantWeights now = weights.get();
    if (now.generation() > adopted.generation()) {
      adopt(now);
    }
    Room room = rooms.computeIfAbsent(tenant, Room::new);
    if (room.generation < adopted.generation()) {
      room.adopt(adopted);
    }
    return new Share(room);
  }

  public long inFlightBytes() {
    return inFlight.get();
  }

  /**
   * Updates all rooms at once: parts from two sets of weights could add up to more than is
   * reserved.
   */
  private synchronized void adopt(TenantWeights now) {
    if (now.generation() <= adopted.generation()) {
      return;
    }
    adopted = now;
    for (Room room : rooms.values()) {
      room.adopt(now);
    }
    // Tenants come and go. A room that is removed while somebody is about to use it keeps counting
    // on its own.
    rooms.values().removeIf(r -> r.held == 0 && !now.byTenant().containsKey(r.tenant));
  }

  /** This tenant's share of so many bytes, by weight among the tenants that hold or want any. */
  private long shareOf(long bytes, Room of) {
    long now = nanoTime.getAsLong();
    long active = of.weight;
    for (Room room : rooms.values()) {
      if (room != of && room.isActive(now)) {
        active += room.weight;
      }
    }
    // If there are other tenants, one of them may come at any moment, so a little room is kept
    // free.
    long expected = adopted.total() > active ? active + 1 : active;
    return (long) ((double) bytes * of.weight / expected);
  }
}
