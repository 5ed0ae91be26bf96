package dev.imas.core.search;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /search}: for the command palette, and for the lists' text filter. */
public final class SearchRoutes {

  private static final int ITEMS = 10;
  private static final int MOST_ITEMS = 100;

  /** For all kinds of a request together. Who wants to know of older texts asks again. */
  private static final Duration LONGEST = Duration.ofMillis(75);

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
    Query asked = call.query("q", "kind", "limit", "older");
    String text = asked.text("q");
    if (text == null) {
      throw Fault.at(Fault.Kind.BAD_REQUEST, "q", "q is missing; write what to search for");
    }
    SearchQuery query = SearchQuery.read(text);
    Integer limit = asked.count("limit", 1, MOST_ITEMS);
    List<SearchKind> kinds = kinds(call, asked.choices("kind", SearchKind.class));
    SearchEnd after = after(asked.text("older"), kinds);
    // One transaction for each kind, so that none holds a connection for all of them.
    List<Found> found = new ArrayList<>();
    long end = System.nanoTime() + LONGEST.toNanos();
    int texts = (int) kinds.stream().filter(SearchKind::hasText).count();
    for (SearchKind kind : kinds) {
      Duration share = Duration.ofNanos(Math.max(0, end - System.nanoTime()) / Math.max(1, texts));
      found.add(
          transactions.call(
              call.tenant(),
              tx -> find(tx, kind, query, limit == null ? ITEMS : limit, after, share)));
      texts -= kind.hasText() ? 1 : 0;
    }
    return Answer.ok(new Answered(found, found.stream().mapToInt(Found::total).sum()));
  }

  /** Those that are asked for, or all that the caller may read. */
  private static List<SearchKind> kinds(Call call, String @Nullable [] asked) {
    if (asked == null) {
      return Stream.of(SearchKind.values()).filter(kind -> call.may(kind.permission())).toList();
    }
    List<SearchKind> kinds = Stream.of(asked).map(SearchKind::valueOf).distinct().sorted().toList();
    for (SearchKind kind : kinds) {
      if (!call.may(kind.permission())) {
        throw Call.refusal(kind.permission());
      }
    }
    return kinds;
  }

  private static SearchEnd after(@Nullable String older, List<SearchKind> kinds) {
    if (older == null) {
      return SearchEnd.START;
    }
    if (kinds.size() != 1 || !kinds.getFirst().hasText()) {
      throw Fault.at(
          Fault.Kind.BAD_REQUEST,
          "older",
          "older belongs to one kind; name that kind alone: INCIDENT, ALERT or TIMELINE");
    }
    return SearchEnd.read(older);
  }

  private Found find(
      Tx tx, SearchKind kind, SearchQuery query, int limit, SearchEnd after, Duration longest) {
    if (!kind.hasText()) {
      SearchRepository.Named named = search.named(tx, kind, query).await();
      List<Found.Item> items = named.items();
      return new Found(
          kind, items.stream().limit(limit).toList(), items.size(), false, named.complete(), null);
    }
    SearchRepository.Ids ids = search.ids(tx, kind, query, after, longest).await();
    List<SearchTextRepository.Key> keys = ids.keys().stream().limit(limit).toList();
    List<Found.Item> items =
        switch (kind) {
          case INCIDENT -> search.incidents(tx, keys, query).await();
          case ALERT -> search.alerts(tx, keys, query).await();
          case TIMELINE -> search.entries(tx, keys, query).await();
          case SERVICE, TEAM, SCHEDULE, POLICY, PERSON -> List.of();
        };
    int total = Math.min(ids.keys().size(), SearchRepository.MOST);
    SearchEnd end = ids.end();
    return new Found(
        kind,
        items,
        total,
        ids.keys().size() > total,
        end == null,
        end == null ? null : end.toString());
  }
}
