package dev.imas.core.dora;

import dev.imas.core.access.Permission;
import dev.imas.core.dora.DoraReader.Asked;
import dev.imas.core.dora.DoraRepository.NamedCommit;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Listed;
import dev.imas.core.http.Query;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /dora}: the five metrics of a time, and the rows behind each (DOR-01 to DOR-08). */
final class DoraRoutes {

  private static final int USUAL_ROWS = 100;
  private static final int MOST_ROWS = 500;

  private final Transactions transactions;
  private final DoraReader reader;
  private final InstantSource clock;
  private final DoraSettingsRepository settings = new DoraSettingsRepository();

  DoraRoutes(Transactions transactions, DoraReader reader, InstantSource clock) {
    this.transactions = transactions;
    this.reader = reader;
    this.clock = clock;
  }

  void mount(Api api) {
    api.get("/dora", Permission.DEPLOYMENT_READ, this::metrics);
    api.get("/dora/restatement", Permission.DEPLOYMENT_READ, this::restatement);
    api.get("/dora/{metric}/rows", Permission.DEPLOYMENT_READ, this::rows);
  }

  private Answer metrics(Call call) {
    Query query = call.query(DoraQuery.names("edition"));
    DoraQuery asked = DoraQuery.read(query, clock);
    DoraEdition edition = edition(query);
    Asked found = reader.ask(call.tenant(), asked);
    boolean isSettled = asked.isSettled(clock.instant());
    DoraSettings targets = transactions.call(call.tenant(), settings::read);
    return Answer.ok(
        reader.compute(call.tenant(), () -> DoraAnswer.of(found, isSettled, edition, targets)));
  }

  private static @Nullable DoraEdition edition(Query query) {
    String year = query.text("edition");
    return year == null
        ? null
        : DoraEdition.ofYear(year)
            .orElseThrow(
                () ->
                    Query.fault("edition", "'" + year + "' is not one of " + DoraEdition.years()));
  }

  private Answer restatement(Call call) {
    Query query = call.query(DoraQuery.names());
    DoraQuery asked = DoraQuery.read(query, clock);
    if (query.text("as_of") == null) {
      DoraSpan span = transactions.call(call.tenant(), tx -> asked.span(reader.zone(tx)));
      Instant end = span.to();
      DoraQuery then = end.isBefore(asked.asOf()) ? asked.at(end) : asked;
      return Answer.ok(restatements().of(call.tenant(), then.about(span)));
    }
    return Answer.ok(restatements().of(call.tenant(), asked));
  }

  private DoraRestatements restatements() {
    return new DoraRestatements(transactions, reader, clock);
  }

  /** From where rows go on: the same facts, from that place. */
  private record Place(Instant asOf, int at) {

    static Place parse(String key, Instant now) {
      int slash = Math.max(0, key.indexOf('/'));
      Instant asOf = Instant.parse(key.substring(0, slash));
      int at = Integer.parseInt(key.substring(slash + 1));
      if (at < 0 || asOf.isAfter(now)) {
        throw new IllegalArgumentException(key);
      }
      return new Place(asOf, at);
    }

    String key() {
      return asOf + "/" + at;
    }
  }

  /**
   * @param rows how many there are on all pages
   */
  record ShownRows(
      String metric,
      String definition,
      Instant from,
      Instant until,
      Instant asOf,
      int rows,
      List<DoraRow> items,
      @Nullable String next)
      implements Listed {

    ShownRows {
      items = List.copyOf(items);
    }
  }

  private Answer rows(Call call) {
    String name = call.path("metric");
    DoraMetric metric =
        DoraMetric.named(name)
            .orElseThrow(
                () ->
                    Fault.notFound(
                        "there is no metric '"
                            + name
                            + "'; there are "
                            + Arrays.stream(DoraMetric.values())
                                .map(DoraMetric::wireName)
                                .collect(Collectors.joining(", "))));
    Query query = call.query(DoraQuery.names("counted", "format", "limit", "cursor"));
    boolean countedAlone = Boolean.TRUE.equals(query.flag("counted"));
    boolean isCsv = isCsv(query);
    ListRange paging = query.paging(USUAL_ROWS, MOST_ROWS);
    Instant now = clock.instant();
    Place place = paging.key(key -> Place.parse(key, now));
    DoraQuery read = DoraQuery.read(query, clock);
    DoraQuery asked = place == null ? read : read.at(place.asOf());
    Asked found = reader.ask(call.tenant(), asked);
    DoraRows rows =
        reader.compute(
            call.tenant(), () -> new DoraRows(found, metric, countedAlone, reading(call)));
    if (isCsv) {
      return csv(call, found, metric, rows);
    }
    int from = place == null ? 0 : place.at();
    List<DoraRow> items = rows.page(from, paging.limit());
    int after = from + items.size();
    return Answer.ok(
        new ShownRows(
            metric.wireName(),
            DoraMetric.VERSION,
            found.until().from(),
            found.until().to(),
            asked.asOf(),
            rows.size(),
            items,
            after < rows.size() ? ListRange.encode(new Place(asked.asOf(), after).key()) : null));
  }

  private Function<Function<Tx, List<NamedCommit>>, List<NamedCommit>> reading(Call call) {
    return work -> transactions.call(call.tenant(), work);
  }

  private static boolean isCsv(Query query) {
    String format = query.text("format");
    if (format == null || format.equals("json")) {
      return false;
    }
    if (format.equals("csv")) {
      return true;
    }
    throw Query.fault("format", "'" + format + "' is not json or csv");
  }

  private Answer csv(Call call, Asked found, DoraMetric metric, DoraRows rows) {
    transactions.call(
        call.tenant(),
        tx -> {
          call.audit(tx, new Audit.Change(new Audit.Subject("dora", null), "export", null, null));
          return rows.size();
        });
    return Answer.ok(new DoraCsv(rows))
        .with(
            "content-disposition",
            "attachment; filename=\"dora-%s-%s.csv\""
                .formatted(
                    metric.wireName().replace('_', '-'), found.until().day(found.until().from())))
        .with("x-as-of", found.query().asOf().toString())
        .with("x-definition", DoraMetric.VERSION);
  }
}
