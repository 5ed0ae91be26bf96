package dev.imas.core.source;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import java.util.Map;
import java.util.UUID;

/**
 * {@code /sources/{id}/subscriptions}: what became of the subscriptions of Amazon SNS to a source,
 * and of the certificates that its posts are checked with.
 */
public final class SnsSubscriptionRoutes {

  private final Transactions transactions;
  private final SourceRepository sources = new SourceRepository();
  private final SnsSubscriptionRepository subscriptions = new SnsSubscriptionRepository();

  public SnsSubscriptionRoutes(Transactions transactions) {
    this.transactions = transactions;
  }

  public void mount(Api api) {
    api.get("/sources/{id}/subscriptions", Permission.SOURCE_MANAGE, this::list);
  }

  private Answer list(Call call) {
    Reference source = call.reference("id");
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              UUID id =
                  sources
                      .findId(tx, source)
                      .await()
                      .orElseThrow(() -> Fault.notFound("there is no source " + source));
              return Map.of(
                  "items",
                  subscriptions.list(tx, id),
                  "certificates",
                  subscriptions.certificates(tx));
            }));
  }
}
