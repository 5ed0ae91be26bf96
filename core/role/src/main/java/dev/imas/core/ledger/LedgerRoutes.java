package dev.imas.core.ledger;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Paging;
import dev.imas.core.http.Paging.Page;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.TimeKey;
import dev.imas.core.platform.Transactions;
import dev.imas.core.retention.Missing;
import dev.imas.core.source.SourceRepository;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /ledger}: the totals, and the counts per source and minute. */
public final class LedgerRoutes {

  private final Transactions transactions;
  private final LedgerRepository ledger;
  private final Missing missing;
  private final SourceRepository sources = new SourceRepository();

  public LedgerRoutes(Transactions transactions, LedgerRepository ledger, Missing missing) {
    this.missing = missing;
    this.transactions = transactions;
    this.ledger = ledger;
  }

  public void mount(Api api) {
    api.get("/ledger", Permission.LEDGER_READ, this::get);
  }

  private Answer get(Call call) {
    Query query = call.query("source", "from", "to", "limit", "cursor");
    Paging paging = query.paging();
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
      Figures totals, List<LedgerRepository.Minute> minutes, Paging paging) {
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
    body.put("imbalance", totals.imbalance());
    body.put("items", page.items());
    body.put("next", page.next());
    return body;
  }
}
