package dev.imas.core.repeat;

import dev.imas.core.access.Permission;
import dev.imas.core.alert.AlertRoutes;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.platform.Transactions;
import dev.imas.core.repeat.RepeatViews.Counted;
import dev.imas.core.repeat.RepeatViews.Since;
import dev.imas.core.retention.Missing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** {@code /alerts/{fingerprint}/repeats}: how often an alert was repeated, and when. */
public final class RepeatRoutes {

  private static final Duration USUAL = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(31);

  /**
   * @param isKept whether repeats are counted at all
   * @param keptFor how long
   * @param items of the quarters in which it was repeated, the oldest first
   * @param since what is not in a quarter yet
   */
  record Shown(
      Instant from, Instant to, boolean isKept, String keptFor, List<Counted> items, Since since) {}

  private final RepeatViews views = new RepeatViews();
  private final RepeatConfig config;
  private final Transactions transactions;
  private final Missing missing;
  private final InstantSource clock;

  public RepeatRoutes(
      RepeatConfig config, Transactions transactions, Missing missing, InstantSource clock) {
    this.config = config;
    this.transactions = transactions;
    this.missing = missing;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.get("/alerts/{fingerprint}/repeats", Permission.ALERT_READ, this::get);
  }

  private Answer get(Call call) {
    Fingerprint alert = AlertRoutes.pathFingerprint(call);
    Query query = call.query("from", "to");
    Instant asked = query.time("to");
    Instant to = asked == null ? clock.instant() : asked;
    Instant began = query.time("from");
    Instant from = Quarter.of(began == null ? to.minus(USUAL) : began);
    if (!from.isBefore(to)) {
      throw Query.fault("from", "from must be before to, which is now if it is left out");
    }
    if (Duration.between(from, to).compareTo(LONGEST.plus(Quarter.LENGTH)) > 0) {
      throw Query.fault(
          "from", "from is more than " + LONGEST.toDays() + " days before to; set a later one");
    }
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx ->
                new Shown(
                    from,
                    to,
                    config.isOn(),
                    config.keep().toString(),
                    views.counted(tx, alert, from, to),
                    views
                        .since(tx, alert, Quarter.of(clock.instant()))
                        .orElseThrow(() -> missing.alert(alert)))));
  }
}
