package dev.imas.core.source;

import dev.imas.core.access.Permission;
import dev.imas.core.alert.AlertRepository;
import dev.imas.core.alert.AlertView;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code /sources/{id}/alerts}: how the newest alerts of a source were read. */
public final class SourceAlertRoutes {

  /** An alert that one looks at to see whether a sender is set up well, not a list to work with. */
  static final int MOST = 20;

  private static final int USUAL = 5;

  /**
   * How many of the tenant's alerts are looked through, the newest. There is no index on sources,
   * since every alert would have to write it.
   */
  static final int LOOKED_AT = 20_000;

  private final Transactions transactions;
  private final SourceRepository sources = new SourceRepository();
  private final AlertRepository alerts;

  public SourceAlertRoutes(Transactions transactions, AlertRepository alerts) {
    this.transactions = transactions;
    this.alerts = alerts;
  }

  public void mount(Api api) {
    api.get("/sources/{id}/alerts", Permission.ALERT_READ, this::list);
  }

  private Answer list(Call call) {
    Reference source = call.reference("id");
    Integer asked = call.query("limit").count("limit", 1, MOST);
    int limit = asked == null ? USUAL : asked;
    List<AlertView> found =
        transactions.call(
            call.tenant(),
            tx -> {
              UUID id =
                  sources
                      .findId(tx, source)
                      .await()
                      .orElseThrow(() -> Fault.notFound("there is no source " + source));
              return newest(tx, id, limit);
            });
    return Answer.ok(Map.of("items", found));
  }

  private List<AlertView> newest(Tx tx, UUID source, int limit) {
    List<AlertView> views = new ArrayList<>();
    for (Fingerprint alert : sources.newestAlerts(tx, source, limit, LOOKED_AT).await()) {
      alerts.find(tx, alert).await().ifPresent(views::add);
    }
    return views;
  }
}
