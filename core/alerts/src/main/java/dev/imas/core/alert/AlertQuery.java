package dev.imas.core.alert;

import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.platform.Fault;
import dev.imas.core.rule.Matcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A query for alerts.
 *
 * @param filter the filter, without the other members, which the database must resolve first
 * @param incident an incident's UUID or short id
 */
record AlertQuery(
    AlertFilter filter,
    @Nullable Reference service,
    @Nullable Reference team,
    @Nullable String incident,
    List<Matcher> labels) {

  /** The parameters of every query for alerts. */
  private static final List<String> PARAMETERS =
      List.of(
          "status", "severity", "service", "team", "name", "incident", "hidden", LabelQuery.NAME);

  /** The most alerts that a query can name by their numbers. */
  static final int MOST_NUMBERS = 500;

  /** These parameters, and further ones of one route. */
  static String[] parametersAnd(String... further) {
    return Stream.concat(PARAMETERS.stream(), Stream.of(further)).toArray(String[]::new);
  }

  static AlertQuery read(Query query) {
    String fingerprint = query.text("fingerprint");
    return new AlertQuery(
        new AlertFilter(
            statuses(query),
            query.severities("severity"),
            null,
            query.text("name"),
            null,
            null,
            fingerprint == null ? null : parse(fingerprint).toUuid(),
            null,
            numbers(query),
            query.flag("hidden")),
        query.reference("service"),
        query.reference("team"),
        query.text("incident"),
        LabelQuery.read(query));
  }

  private static Fingerprint parse(String text) {
    try {
      return Fingerprint.parse(text);
    } catch (IllegalArgumentException e) {
      throw Fault.at(
          Fault.Kind.BAD_REQUEST,
          "fingerprint",
          "'" + text + "' is not a fingerprint: write 32 hex digits");
    }
  }

  private static Short @Nullable [] statuses(Query query) {
    String[] names = query.choices("status", AlertView.Status.class);
    return names == null
        ? null
        : Arrays.stream(names).map(n -> AlertView.Status.valueOf(n).number()).toArray(Short[]::new);
  }

  private static Long @Nullable [] numbers(Query query) {
    List<Long> numbers = new ArrayList<>();
    for (String texts : query.texts("number")) {
      for (String text : texts.split(",", -1)) {
        numbers.add(number(text.strip()));
      }
    }
    if (numbers.size() > MOST_NUMBERS) {
      throw Query.fault(
          "number", numbers.size() + " numbers are too many; use at most " + MOST_NUMBERS);
    }
    return numbers.isEmpty() ? null : numbers.toArray(Long[]::new);
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Query.fault("number", "'" + text + "' is not the number of an alert, such as 4711");
    }
  }
}
