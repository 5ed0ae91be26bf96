package dev.imas.gateway.edge;

import dev.imas.core.model.TenantId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of bodies are being worked on, in all and per tenant, from their first byte until
 * their answer. This is what bounds the memory of the process. Above the soft mark a body is read
 * and refused unless it holds a SEV1 or SEV2, first for tenants above their share; above the hard
 * mark it is refused unread. Between the marks is room kept for the severe. Shared by all event
 * loops.
 */
public final class Admission {

  private final long softBytes;
  private final long hardBytes;
  private final long tenantHardBytes;
  private final AtomicLong inFlight = new AtomicLong();
  private final Map<TenantId, AtomicLong> byTenant = new ConcurrentHashMap<>();

  /**
   * @param tenantHardBytes the hard mark of a single tenant
   */
  public Admission(long softBytes, long hardBytes, long tenantHardBytes) {
    this.softBytes = softBytes;
    this.hardBytes = hardBytes;
    this.tenantHardBytes = tenantHardBytes;
  }

  /**
   * A request's part of the budget. Bound to the request's event loop; {@link #release} it exactly
   * once or more.
   */
  public final class Share {
    private final AtomicLong ofTenant;
    private long held;

    private Share(AtomicLong ofTenant) {
      this.ofTenant = ofTenant;
    }

    /** Takes room for more bytes; false, and nothing taken, above the hard mark. */
    public boolean grow(long bytes) {
      if (inFlight.addAndGet(bytes) > hardBytes) {
        inFlight.addAndGet(-bytes);
        return false;
      }
      if (ofTenant.addAndGet(bytes) > tenantHardBytes) {
        ofTenant.addAndGet(-bytes);
        inFlight.addAndGet(-bytes);
        return false;
      }
      held += bytes;
      return true;
    }

    /** Must this request be refused unless it holds something severe? */
    public boolean isAboveSoftMark() {
      long all = inFlight.get();
      if (all <= softBytes) {
        return false;
      }
      // Who uses no more than an even share is refused only in the upper half of the room.
      long share = softBytes / Math.max(1, activeTenants());
      return ofTenant.get() > share || all > (softBytes + hardBytes) / 2;
    }

    public void release() {
      inFlight.addAndGet(-held);
      ofTenant.addAndGet(-held);
      held = 0;
    }
  }

  public Share open(TenantId tenant) {
    return new Share(byTenant.computeIfAbsent(tenant, t -> new AtomicLong()));
  }

  public long inFlightBytes() {
    return inFlight.get();
  }

  private int activeTenants() {
    int active = 0;
    for (AtomicLong bytes : byTenant.values()) {
      if (bytes.get() > 0) {
        active++;
      }
    }
    return active;
  }
}
