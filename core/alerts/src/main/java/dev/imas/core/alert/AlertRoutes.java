package dev.imas.core.alert;

import dev.imas.core.access.Permission;
import dev.imas.core.changes.AsOf;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.ListRange.Page;
import dev.imas.core.http.Query;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import java.util.List;
import java.util.function.BiFunction;

/** {@code /alerts}: lists of alerts, and one. */
public final class AlertRoutes {

  private enum View {
    FULL,
    ROW
  }

  private final Transactions transactions;
  private final AlertFilters filters;
  private final AlertRepository alerts;
  private final AlertRowRepository rows = new AlertRowRepository();
  private final EpisodeRepository episodes = new EpisodeRepository();
  private final Missing missing;

  /**
   * @param missing says whether an unknown alert may have been removed
   */
  public AlertRoutes(
      Transactions transactions, AlertFilters filters, AlertRepository alerts, Missing missing) {
    this.transactions = transactions;
    this.filters = filters;
    this.alerts = alerts;
    this.missing = missing;
  }

  public void mount(Api api) {
    api.get("/alerts", Permission.ALERT_READ, this::list);
    api.get("/alerts/{fingerprint}", Permission.ALERT_READ, this::get);
    api.get("/alerts/{fingerprint}/episodes", Permission.ALERT_READ, this::episodes);
  }

  private Answer list(Call call) {
    Query query =
        call.query(
            AlertQuery.parametersAnd(
                "fingerprint",
                "number",
                "view",
                "column",
                AlertSort.PARAMETER,
                "total",
                "limit",
                "cursor"));
    AlertQuery asked = AlertQuery.read(query);
    AlertSort sort = AlertSort.read(query);
    boolean withTotal = Boolean.TRUE.equals(query.flag("total"));
    return Answer.ok(
        view(query) == View.ROW
            ? rows(call, query, asked, sort)
            : alerts(call, query, asked, sort, withTotal));
  }

  private static View view(Query query) {
    String[] views = query.choices("view", View.class);
    if (views != null && views.length > 1) {
      throw Query.fault("view", "view is given " + views.length + " times; give it once");
    }
    return views == null ? View.FULL : View.valueOf(views[0]);
  }

  private AsOf<Page<AlertView>> alerts(
      Call call, Query query, AlertQuery asked, AlertSort sort, boolean withTotal) {
    if (!query.texts("column").isEmpty()) {
      throw Query.fault("column", "only view=row has columns; add it, or leave column out");
    }
    ListRange paging = query.paging();
    BiFunction<Tx, AlertFilter, Page<AlertView>> work =
        (tx, filter) -> {
          Page<AlertView> page = alerts.list(tx, filter, sort, paging).await();
          return withTotal ? page.with(rows.total(tx, filter).await()) : page;
        };
    // Indexes serve the others.
    boolean isSearch = !asked.labels().isEmpty() || !sort.hasIndex() || withTotal;
    return isSearch
        ? filters.searchAsOf(call.tenant(), asked, work)
        : transactions.call(
            call.tenant(), AsOf.of(tx -> work.apply(tx, filters.withoutExpressions(tx, asked))));
  }

  private AsOf<AlertRows> rows(Call call, Query query, AlertQuery asked, AlertSort sort) {
    int most = AlertRowRepository.LARGEST_LIMIT;
    ListRange paging = query.paging(most, most);
    List<String> labels = query.texts("column").stream().distinct().toList();
    if (labels.size() > AlertRowRepository.MOST_COLUMNS) {
      throw Query.fault(
          "column",
          labels.size() + " columns are too many; use at most " + AlertRowRepository.MOST_COLUMNS);
    }
    return filters.searchAsOf(
        call.tenant(), asked, (tx, filter) -> rows.list(tx, filter, sort, paging, labels).await());
  }

  private Answer get(Call call) {
    Fingerprint fingerprint = pathFingerprint(call);
    return Answer.ok(
        transactions
            .call(call.tenant(), tx -> alerts.find(tx, fingerprint).await())
            .orElseThrow(() -> missing.alert(fingerprint)));
  }

  private Answer episodes(Call call) {
    Fingerprint fingerprint = pathFingerprint(call);
    ListRange paging = call.query("limit", "cursor").paging();
    return transactions.call(
        call.tenant(),
        tx -> {
          if (alerts.find(tx, fingerprint).await().isEmpty()) {
            throw missing.alert(fingerprint);
          }
          return Answer.page(episodes.list(tx, fingerprint, paging), paging, EpisodeView::episode);
        });
  }

  /** The fingerprint in the path. Anything else is answered 404. */
  public static Fingerprint pathFingerprint(Call call) {
    try {
      return Fingerprint.parse(call.path("fingerprint"));
    } catch (IllegalArgumentException e) {
      throw Fault.notFound("there is no alert " + call.path("fingerprint"));
    }
  }
}
