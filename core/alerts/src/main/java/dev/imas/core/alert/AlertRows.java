package dev.imas.core.alert;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imas.core.http.Listed;
import dev.imas.core.http.Total;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Thousands of alerts in columns: element n of each is of row n. Values of a column are near each
 * other, which halves what they take when they are packed.
 *
 * @param pending how many alerts of this page core has not followed yet; they have no number, and
 *     are in no row
 * @param next the cursor of the following page; null on the last page
 */
record AlertRows(Columns columns, Total total, int pending, @Nullable String next)
    implements Listed {

  /**
   * @param version changes with each change of the alert's state, and grows
   * @param since when the present episode began, in seconds since 1970
   * @param labels by name: the columns that were asked for
   */
  record Columns(
      List<Long> number,
      List<Integer> version,
      List<Integer> severity,
      List<Long> since,
      Texts<AlertView.Status> status,
      Texts<String> name,
      Texts<Service> service,
      Texts<@Nullable String> incident,
      @JsonProperty("hidden_by") Texts<List<SuppressedBy.Kind>> hiddenBy,
      Map<String, Texts<@Nullable String>> labels) {}

  /**
   * @param name null if it no longer exists, like its team
   */
  record Service(UUID id, @Nullable String name, @Nullable String team) {}

  /**
   * A column whose values recur.
   *
   * @param values each value once
   * @param index for each row, the place of its value
   */
  record Texts<T extends @Nullable Object>(List<T> values, List<Integer> index) {}

  /** One row, as it is read. */
  record Row(
      long number,
      int version,
      int severity,
      long since,
      AlertView.Status status,
      String name,
      Service service,
      @Nullable String incident,
      List<SuppressedBy.Kind> hiddenBy,
      @Nullable String[] labels) {}

  /** Gathers the values of a column. */
  private static final class Gathering<T extends @Nullable Object> {
    private final Map<T, Integer> places = new LinkedHashMap<>();
    private final List<Integer> index = new ArrayList<>();

    void add(T value) {
      Integer place = places.get(value);
      if (place == null) {
        place = places.size();
        places.put(value, place);
      }
      index.add(place);
    }

    Texts<T> column() {
      return new Texts<>(new ArrayList<>(places.keySet()), index);
    }
  }

  static Columns columns(List<Row> rows, List<String> labels) {
    List<Long> number = new ArrayList<>(rows.size());
    List<Integer> version = new ArrayList<>(rows.size());
    List<Integer> severity = new ArrayList<>(rows.size());
    List<Long> since = new ArrayList<>(rows.size());
    Gathering<AlertView.Status> status = new Gathering<>();
    Gathering<String> name = new Gathering<>();
    Gathering<Service> service = new Gathering<>();
    Gathering<@Nullable String> incident = new Gathering<>();
    Gathering<List<SuppressedBy.Kind>> hiddenBy = new Gathering<>();
    for (Row row : rows) {
      number.add(row.number());
      version.add(row.version());
      severity.add(row.severity());
      since.add(row.since());
      status.add(row.status());
      name.add(row.name());
      service.add(row.service());
      incident.add(row.incident());
      hiddenBy.add(row.hiddenBy());
    }
    return new Columns(
        number,
        version,
        severity,
        since,
        status.column(),
        name.column(),
        service.column(),
        incident.column(),
        hiddenBy.column(),
        labels(rows, labels));
  }

  private static Map<String, Texts<@Nullable String>> labels(List<Row> rows, List<String> names) {
    Map<String, Texts<@Nullable String>> columns = new LinkedHashMap<>();
    for (int n = 0; n < names.size(); n++) {
      Gathering<@Nullable String> values = new Gathering<>();
      for (Row row : rows) {
        values.add(row.labels()[n]);
      }
      columns.put(names.get(n), values.column());
    }
    return columns;
  }
}
