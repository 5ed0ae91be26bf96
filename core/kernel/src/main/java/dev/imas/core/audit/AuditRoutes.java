package dev.imas.core.audit;

import dev.imas.core.access.Permission;
import dev.imas.core.audit.AuditRepository.EntryView;
import dev.imas.core.audit.AuditRepository.Filter;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.TimeKey;
import dev.imas.core.platform.Transactions;
import java.util.List;

/** {@code /audit} and the state of its chain, for administrators. */
public final class AuditRoutes {

  private final Transactions transactions;
  private final AuditRepository audit;
  private final ChainRepository chain = new ChainRepository();

  public AuditRoutes(Transactions transactions, AuditRepository audit) {
    this.transactions = transactions;
    this.audit = audit;
  }

  public void mount(Api api) {
    api.get("/audit", Permission.AUDIT_READ, this::list);
    api.get("/audit/chain", Permission.AUDIT_READ, this::chain);
  }

  private Answer chain(Call call) {
    call.query();
    return Answer.ok(transactions.call(call.tenant(), tx -> chain.state(tx).await()));
  }

  private Answer list(Call call) {
    Query query =
        call.query("subject", "subject_kind", "actor", "action", "from", "to", "limit", "cursor");
    Filter filter =
        new Filter(
            query.uuid("subject"),
            query.text("subject_kind"),
            query.uuid("actor"),
            query.text("action"),
            query.time("from"),
            query.time("to"));
    ListRange paging = query.paging();
    List<EntryView> found =
        transactions.call(call.tenant(), tx -> audit.list(tx, filter, paging).await());
    return Answer.page(found, paging, entry -> new TimeKey(entry.at(), entry.id()));
  }
}
