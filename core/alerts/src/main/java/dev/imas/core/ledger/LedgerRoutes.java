package dev.imas.core.ledger;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.ListRange.Page;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.TimeKey;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.retention.Missing;
import dev.imas.core.source.SourceRepository;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /ledger}: the totals, the counts per source and minute, and a recount from the rows. */
public final class LedgerRoutes {

  /** Shorter than proxies wait for an answer. */
  public static final Duration LONGEST_RECOUNT = Duration.ofSeconds(30);

  private final Transactions transactions;
  private final Transactions recounts;
  private final LedgerRepository ledger;
  private final Missing missing;
  private final SourceRepository sources = new SourceRepository();

  /**
   * @param recounts one at a time, with a timeout of {@link #LONGEST_RECOUNT}
   */
  public LedgerRoutes(
      Transactions transactions, Transactions recounts, LedgerRepository ledger, Missing missing) {
    this.missing = missing;
    this.transactions = transactions;
    this.recounts = recounts;
    this.ledger = ledger;
  }

  public void mount(Api api) {
    api.get("/ledger", Permission.LEDGER_READ, this::get);
    api.post("/ledger/recount", Permission.LEDGER_RECOUNT, this::recount);
  }

  private Answer recount(Call call) {
    try {
      return Answer.ok(recounts.call(call.tenant(), tx -> ledger.recount(tx).await()));
    } catch (RuntimeException e) {
      throw DatabaseFailure.of(e) == DatabaseFailure.CANCELLED
          ? Fault.unavailable(
              "a recount of so many rows takes longer than "
                  + LONGEST_RECOUNT.toSeconds()
                  + " s; run \"imas ledger verify\" where IMAS runs, which takes its time",
              60)
          : e;
    }
  }

  private Answer get(Call call) {
    Query query = call.query("source", "from", "to", "limit", "cursor");
    ListRange paging = query.paging();
    Reference source = query.reference("source");
    LedgerRepository.Filter all =
        new LedgerRepository.Filter(null, query.time("from"), query.time("to"));
    TimeKey after = paging.afterTime();
    return transactions.call(
        call.tenant(),
        tx -> {
          LedgerRepository.Filter filter =
              source == null
                  ? all
                  : all.ofSource(source.orNothing(sources.findId(tx, source).await()));
          Figures totals = ledger.totals(tx, filter).await();
          Map<String, @Nullable Object> body =
              body(totals, ledger.minutes(tx, filter, after, paging.fetch()).await(), paging);
          String note = missing.minutes(filter.from(), filter.to());
          if (note != null) {
            body.put("note", note);
          }
          return Answer.ok(body);
        });
  }

  private static Map<String, @Nullable Object> body(
      Figures totals, List<LedgerRepository.Minute> minutes, ListRange paging) {
    Page<LedgerRepository.Minute> page =
        Page.of(minutes, paging, m -> new TimeKey(m.minute(), m.source()).toString());
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("accepted", totals.accepted());
    body.put("opened", totals.opened());
    body.put("deduplicated", totals.deduplicated());
    body.put("resolved", totals.resolved());
    body.put("reopened", totals.reopened());
    body.put("suppressed", totals.suppressed());
    body.put("stale", totals.stale());
    body.put("dead_lettered", totals.deadLettered());
    body.put("dropped", totals.dropped());
    body.put("change", totals.change());
    body.put("action", totals.action());
    body.put("imbalance", totals.imbalance());
    body.put("items", page.items());
    body.put("next", page.next());
    return body;
  }
}
