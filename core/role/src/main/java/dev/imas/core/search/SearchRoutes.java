package dev.imas.core.search;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code /search}: for the command palette, and for the lists' text filter. */
public final class SearchRoutes {

  private static final int ITEMS = 10;
  private static final int MOST_ITEMS = 100;

  private final Transactions transactions;
  private final SearchRepository search = new SearchRepository();

  public SearchRoutes(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * The answer.
   *
   * @param kinds in the order of {@link SearchKind}
   * @param total of all kinds
   */
  private record Answered(List<Found> kinds, int total) {}

  public void mount(Api api) {
    api.get("/search", Permission.INCIDENT_READ, this::search);
  }

  private Answer search(Call call) {
    Query asked = call.query("q", "kind", "limit");
    String text = asked.text("q");
    if (text == null) {
      throw Fault.at(Fault.Kind.BAD_REQUEST, "q", "q is missing; write what to search for");
    }
    SearchQuery query = SearchQuery.read(text);
    Integer limit = asked.count("limit", 1, MOST_ITEMS);
    String[] kinds = asked.choices("kind", SearchKind.class);
    // One transaction for each kind, so that none holds a connection for all of them.
    List<Found> found = new ArrayList<>();
    for (SearchKind kind : SearchKind.values()) {
      if (kinds == null
          ? call.may(kind.permission())
          : Arrays.asList(kinds).contains(kind.name())) {
        if (!call.may(kind.permission())) {
          throw Call.refusal(kind.permission());
        }
        found.add(
            transactions.call(
                call.tenant(), tx -> find(tx, kind, query, limit == null ? ITEMS : limit)));
      }
    }
    return Answer.ok(new Answered(found, found.stream().mapToInt(Found::total).sum()));
  }

  private Found find(Tx tx, SearchKind kind, SearchQuery query, int limit) {
    if (!kind.hasText()) {
      SearchRepository.Named named = search.named(tx, kind, query).await();
      List<Found.Item> items = named.items();
      return new Found(
          kind, items.stream().limit(limit).toList(), items.size(), false, named.complete());
    }
    SearchRepository.Ids ids = search.ids(tx, kind, query).await();
    List<SearchTextRepository.Key> keys = ids.keys().stream().limit(limit).toList();
    List<Found.Item> items =
        switch (kind) {
          case INCIDENT -> search.incidents(tx, keys, query).await();
          case ALERT -> search.alerts(tx, keys, query).await();
          case TIMELINE -> search.entries(tx, keys, query).await();
          case SERVICE, TEAM, SCHEDULE, POLICY, PERSON -> List.of();
        };
    int total = Math.min(ids.keys().size(), SearchRepository.MOST);
    return new Found(kind, items, total, ids.keys().size() > total, ids.complete());
  }
}
