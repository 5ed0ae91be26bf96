package dev.imas.core.schedule;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import java.time.InstantSource;
import java.util.List;

/** Ends the swaps whose shifts have begun or changed. Only on a virtual thread. */
public final class SwapSweep {

  private final Transactions transactions;
  private final Swaps swapping;
  private final InstantSource clock;
  private final SwapRepository swaps = new SwapRepository();

  public SwapSweep(Transactions transactions, Swaps swapping, InstantSource clock) {
    this.transactions = transactions;
    this.swapping = swapping;
    this.clock = clock;
  }

  /**
   * @return the result in words
   */
  public String run(List<TenantId> tenants) {
    int ended =
        new EachSchedule(transactions, "following a schedule's swaps")
            .run(
                tenants,
                tx -> swaps.running(tx, clock.instant()),
                (tenant, schedule) ->
                    transactions.call(tenant, tx -> swapping.follow(tx, schedule)));
    return ended + " swaps ended";
  }
}
