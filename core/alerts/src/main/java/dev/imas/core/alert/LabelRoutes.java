package dev.imas.core.alert;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.platform.Fault;
import org.jspecify.annotations.Nullable;

/**
 * {@code /labels}: what somebody who types a matcher can go on with. It is read from the tenant's
 * alerts at each request, and nothing is cached.
 */
public final class LabelRoutes {

  private static final int DEFAULT_LIMIT = 100;

  private final AlertFilters filters;
  private final LabelRepository labels = new LabelRepository();

  public LabelRoutes(AlertFilters filters) {
    this.filters = filters;
  }

  public void mount(Api api) {
    api.get("/labels", Permission.ALERT_READ, this::names);
    api.get("/labels/{name}/values", Permission.ALERT_READ, this::values);
  }

  private Answer names(Call call) {
    Query query = call.query(AlertQuery.parametersAnd("prefix", "limit"));
    AlertQuery asked = AlertQuery.read(query);
    @Nullable String prefix = query.text("prefix");
    int limit = limit(query);
    return Answer.ok(
        filters.search(
            call.tenant(), asked, (tx, filter) -> labels.names(tx, filter, prefix, limit).await()));
  }

  private Answer values(Call call) {
    String name = call.path("name");
    if (name.isBlank() || name.indexOf('\0') >= 0) {
      throw Fault.notFound("the label in the path is empty or holds U+0000");
    }
    Query query = call.query(AlertQuery.parametersAnd("prefix", "limit"));
    AlertQuery asked = AlertQuery.read(query);
    @Nullable String prefix = query.text("prefix");
    int limit = limit(query);
    return Answer.ok(
        filters.search(
            call.tenant(),
            asked,
            (tx, filter) -> labels.values(tx, filter, name, prefix, limit).await()));
  }

  private static int limit(Query query) {
    Integer limit = query.count("limit", 1, ListRange.LARGEST_LIMIT);
    return limit == null ? DEFAULT_LIMIT : limit;
  }
}
