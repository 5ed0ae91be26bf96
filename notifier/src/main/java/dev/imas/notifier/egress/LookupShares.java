package dev.imas.notifier.egress;

import dev.imas.core.model.TenantId;
import dev.imas.notifier.egress.HostHistory.Standing;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides which lookup may have a thread. A lookup cannot be cancelled: where a name server does
 * not answer, it holds its thread for as long as the operating system keeps asking. So some threads
 * are always kept free for others:
 *
 * <ul>
 *   <li>A tenant has at most a quarter of the threads. So a tenant with any number of dead names,
 *       all of them new, cannot hold up another tenant's pages.
 *   <li>Suspect names have at most half of the threads, suspect and new ones together at most three
 *       quarters. The same holds within a tenant's share. So a name that was answered lately finds
 *       a thread beside the dead ones of its own tenant, and a new name beside those that are known
 *       to be dead.
 * </ul>
 *
 * Pure. Bound to one thread, or to its owner's lock.
 */
final class LookupShares {

  /** A tenant gets at most one thread in this many. */
  private static final int TENANTS_PART = 4;

  private final int threads;
  private final Running all = new Running();
  private final Map<TenantId, Running> tenants = new HashMap<>();

  LookupShares(int threads) {
    this.threads = threads;
  }

  boolean hasRoom(TenantId tenant, Standing standing) {
    Running its = tenants.get(tenant);
    return all.leavesRoom(standing, threads)
        && (its == null || its.leavesRoom(standing, Math.max(1, threads / TENANTS_PART)));
  }

  void began(TenantId tenant, Standing standing) {
    all.add(standing, 1);
    tenants.computeIfAbsent(tenant, t -> new Running()).add(standing, 1);
  }

  void ended(TenantId tenant, Standing standing) {
    all.add(standing, -1);
    tenants.computeIfPresent(
        tenant,
        (t, its) -> {
          its.add(standing, -1);
          return its.sum() == 0 ? null : its;
        });
  }

  /** How many threads a tenant has. */
  int of(TenantId tenant) {
    Running its = tenants.get(tenant);
    return its == null ? 0 : its.sum();
  }

  private static int most(Standing standing, int threads) {
    int quarters =
        switch (standing) {
          case SUSPECT -> 2;
          case NEW -> 3;
          case GOOD -> 4;
        };
    return Math.max(1, threads * quarters / 4);
  }

  /** The lookups in flight, by standing. */
  private static final class Running {
    private final int[] counts = new int[Standing.values().length];

    void add(Standing standing, int change) {
      counts[standing.ordinal()] += change;
    }

    int sum() {
      int sum = 0;
      for (int count : counts) {
        sum += count;
      }
      return sum;
    }

    boolean leavesRoom(Standing asked, int threads) {
      int upToHere = 0;
      for (Standing standing : Standing.values()) {
        upToHere += counts[standing.ordinal()];
        if (standing.compareTo(asked) >= 0 && upToHere >= most(standing, threads)) {
          return false;
        }
      }
      return true;
    }
  }
}
