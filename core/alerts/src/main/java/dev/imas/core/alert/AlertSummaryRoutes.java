package dev.imas.core.alert;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import java.util.List;

/** {@code /alerts/count} and its like: many alerts, told in a few numbers. */
public final class AlertSummaryRoutes {

  /** The most groups of an answer. */
  private static final int MOST_GROUPS = 1_000;

  private static final List<CountedBy> USUAL_GROUPS =
      List.of(new CountedBy(CountedBy.Kind.SERVICE, null));

  /** What a list is narrowed down by if a request does not say it. */
  private static final List<CountedBy> USUAL_FACETS =
      List.of(
          new CountedBy(CountedBy.Kind.STATUS, null),
          new CountedBy(CountedBy.Kind.SEVERITY, null),
          new CountedBy(CountedBy.Kind.SERVICE, null),
          new CountedBy(CountedBy.Kind.TEAM, null));

  private final AlertFilters filters;
  private final AlertCountRepository counts = new AlertCountRepository();
  private final AlertGroupRepository groups = new AlertGroupRepository();
  private final AlertFacetRepository facets = new AlertFacetRepository();

  public AlertSummaryRoutes(AlertFilters filters) {
    this.filters = filters;
  }

  public void mount(Api api) {
    api.get("/alerts/count", Permission.ALERT_READ, this::count);
    api.get("/alerts/groups", Permission.ALERT_READ, this::groups);
    api.get("/alerts/facets", Permission.ALERT_READ, this::facets);
  }

  private Answer count(Call call) {
    Query query = call.query(AlertQuery.parametersAnd("by"));
    AlertQuery asked = AlertQuery.read(query);
    CountedBy by = CountedBy.read(query);
    return Answer.ok(
        filters.searchAsOf(
            call.tenant(),
            asked,
            (tx, filter) ->
                by == null
                    ? counts.count(tx, filter).await()
                    : counts.countBy(tx, filter, by).await()));
  }

  private Answer groups(Call call) {
    Query query = call.query(AlertQuery.parametersAnd("by", "limit"));
    AlertQuery asked = AlertQuery.read(query);
    List<CountedBy> by = several(query, "by", AlertGroupRepository.MOST_KEYS);
    Integer limit = query.count("limit", 1, MOST_GROUPS);
    int most = limit == null ? AlertCountRepository.MOST_GROUPS : limit;
    return Answer.ok(
        filters.searchAsOf(
            call.tenant(),
            asked,
            (tx, filter) ->
                groups.groups(tx, filter, by.isEmpty() ? USUAL_GROUPS : by, most).await()));
  }

  private Answer facets(Call call) {
    Query query = call.query(AlertQuery.parametersAnd("facet"));
    AlertQuery asked = AlertQuery.read(query);
    List<CountedBy> by = several(query, "facet", AlertFacetRepository.MOST_FACETS);
    return Answer.ok(
        filters.searchAsOf(
            call.tenant(),
            asked,
            (tx, filter) -> facets.facets(tx, filter, by.isEmpty() ? USUAL_FACETS : by)));
  }

  private static List<CountedBy> several(Query query, String parameter, int most) {
    List<CountedBy> several =
        query.texts(parameter).stream()
            .map(text -> CountedBy.parse(parameter, text))
            .distinct()
            .toList();
    if (several.size() > most) {
      throw Query.fault(
          parameter,
          several.size() + " are too many; give " + parameter + " at most " + most + " times");
    }
    return several;
  }
}
