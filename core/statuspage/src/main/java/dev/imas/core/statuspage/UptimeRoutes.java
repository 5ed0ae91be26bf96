package dev.imas.core.statuspage;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.statuspage.Uptime.Measured;
import dev.imas.core.statuspage.UptimeRepository.Last;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /status-page/uptime}: what probes found, for those who look after the page. */
final class UptimeRoutes {

  private final Transactions transactions;
  private final InstantSource clock;
  private final UptimeRepository uptimes = new UptimeRepository();

  UptimeRoutes(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  void mount(Api api) {
    api.get(StatusPageRoutes.PATH + "/uptime", Permission.STATUS_PAGE_READ, this::list);
  }

  record Found(String outcome, Instant at, @Nullable Integer tookMs, @Nullable String reason) {

    static @Nullable Found of(Last last) {
      return last.outcome() == null || last.at() == null
          ? null
          : new Found(last.outcome(), last.at(), last.tookMs(), last.reason());
    }
  }

  /**
   * @param last null if none was tried since the probe was changed
   */
  record Shown(StatusComponent.Named component, @Nullable Found last, Uptime uptime) {}

  record All(List<Shown> items) {}

  private Answer list(Call call) {
    call.query();
    return Answer.ok(transactions.call(call.tenant(), tx -> all(tx, clock.instant())));
  }

  private All all(Tx tx, Instant now) {
    Map<UUID, Map<LocalDate, Measured>> measured = uptimes.since(tx, Uptime.firstDay(now));
    return new All(
        uptimes.last(tx).stream()
            .map(
                one ->
                    new Shown(
                        new StatusComponent.Named(one.component(), one.name()),
                        Found.of(one),
                        Uptime.of(measured.getOrDefault(one.component(), Map.of()), now)))
            .toList());
  }
}
