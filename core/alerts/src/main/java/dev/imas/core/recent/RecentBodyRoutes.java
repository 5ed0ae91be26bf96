package dev.imas.core.recent;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.source.SourceRepository;
import java.util.Map;
import java.util.UUID;

/** {@code /sources/{id}/bodies}: the newest bodies of a source, as they were read. */
public final class RecentBodyRoutes {

  private final Transactions transactions;
  private final RecentBodyRepository bodies;
  private final SourceRepository sources = new SourceRepository();

  public RecentBodyRoutes(Transactions transactions, RecentBodyRepository bodies) {
    this.transactions = transactions;
    this.bodies = bodies;
  }

  public void mount(Api api) {
    api.get("/sources/{id}/bodies", Permission.ALERT_READ, this::list);
    api.get("/sources/{id}/bodies/{receipt}", Permission.ALERT_READ, this::get);
  }

  private Answer list(Call call) {
    Reference source = call.reference("id");
    return Answer.ok(
        Map.of(
            "items",
            transactions.call(call.tenant(), tx -> bodies.list(tx, existing(tx, source)))));
  }

  private Answer get(Call call) {
    Reference source = call.reference("id");
    UUID receipt = call.pathId("receipt");
    return Answer.ok(
        transactions
            .call(
                call.tenant(), tx -> bodies.open(tx, call.tenant(), existing(tx, source), receipt))
            .view());
  }

  private UUID existing(Tx tx, Reference source) {
    return sources
        .findId(tx, source)
        .await()
        .orElseThrow(() -> Fault.notFound("there is no source " + source));
  }
}
