package dev.imas.core.alert;

import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.platform.Fault;
import dev.imas.core.rule.Matcher;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query for alerts.
 *
 * @param filter the filter, without the other members, which the database must resolve first
 * @param incident an incident's UUID or short id
 */
record AlertQuery(
    AlertRepository.Filter filter,
    @Nullable Reference service,
    @Nullable String incident,
    List<Matcher> labels) {

  static AlertQuery read(Query query) {
    String fingerprint = query.text("fingerprint");
    return new AlertQuery(
        new AlertRepository.Filter(
            statuses(query),
            query.severities("severity"),
            null,
            query.text("name"),
            null,
            null,
            fingerprint == null ? null : parse(fingerprint).toUuid()),
        query.reference("service"),
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
        : Arrays.stream(names)
            .map(n -> (short) (AlertView.Status.valueOf(n).ordinal() + 1))
            .toArray(Short[]::new);
  }
}
