package dev.imas.core.lookup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.Body;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request writes of a lookup table, whose form is right.
 *
 * @param columns the key's first, then the others by name
 * @param rows sorted by key; a cell for each column
 */
record LookupDraft(String name, String description, List<String> columns, List<List<String>> rows) {

  static final int MOST_ROWS = 10_000;
  static final int MOST_COLUMNS = 20;
  static final int LONGEST_CELL = 1_000;

  /** Characters of all cells together. Gateways keep the tables that rules name in memory. */
  static final int LARGEST = 400_000;

  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_DESCRIPTION = 2_000;
  private static final Pattern LINE = Pattern.compile("\\P{Cntrl}+");

  static LookupDraft read(Body body) {
    body.only("name", "description", "key_column", "rows", "csv");
    String name = body.requiredText("name", LONGEST_NAME).strip();
    if (!name.isEmpty() && !LINE.matcher(name).matches()) {
      body.fault("/name", "must be on one line, without control characters");
    }
    String description = body.text("description", LONGEST_DESCRIPTION, "");
    String key = body.text("key_column", LONGEST_NAME);
    boolean isCsv = body.present("csv") != null;
    if (isCsv == (body.present("rows") != null)) {
      body.fault("/rows", "must be there, unless csv is; send only one of them");
      body.throwIfFaulty();
    }
    Cells cells = new Cells(body);
    if (isCsv) {
      String text = body.text("csv", 4 * LARGEST, "");
      if (text.isEmpty()) {
        body.throwIfFaulty();
      }
      cells.readCsv(text, key);
    } else {
      cells.readRows(body.present("rows"), key);
    }
    body.throwIfFaulty();
    return new LookupDraft(name, description, cells.columns, cells.rows);
  }

  /** Gathers cells and faults. */
  private static final class Cells {

    private final Body body;
    private final List<String> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private long size;

    Cells(Body body) {
      this.body = body;
    }

    void readCsv(String text, @Nullable String key) {
      List<List<String>> records;
      try {
        records = CsvText.read(text);
      } catch (IllegalArgumentException e) {
        body.fault("/csv", String.valueOf(e.getMessage()));
        return;
      }
      if (records.isEmpty()) {
        body.fault("/csv", "is empty; its first line names the columns");
        return;
      }
      List<String> head = records.getFirst().stream().map(String::strip).toList();
      String of = key == null ? head.getFirst() : key;
      if (!take(new LinkedHashSet<>(head), of, head.size(), "/csv")) {
        return;
      }
      for (int line = 1; line < records.size() && enough("/csv"); line++) {
        List<String> record = records.get(line);
        if (record.size() > head.size()) {
          body.fault("/csv", "has more fields than columns in record " + (line + 1));
          return;
        }
        add(
            columns.stream()
                .map(
                    column -> {
                      int at = head.indexOf(column);
                      return at < record.size() ? record.get(at).strip() : "";
                    })
                .toList(),
            "/csv",
            " in record " + (line + 1));
      }
      sort();
    }

    void readRows(@Nullable JsonNode given, @Nullable String key) {
      if (key == null || key.isBlank()) {
        body.fault("/key_column", "is missing; name the column by which rows are found");
        return;
      }
      if (given == null || !given.isArray() || given.isEmpty()) {
        body.fault("/rows", "must be a list of objects, one for each row");
        return;
      }
      Set<String> names = new TreeSet<>();
      for (int i = 0; i < given.size(); i++) {
        if (!given.get(i).isObject()) {
          body.fault("/rows/" + i, "must be an object: column and text");
          return;
        }
        for (Map.Entry<String, JsonNode> cell : given.get(i).properties()) {
          if (!cell.getValue().isTextual()) {
            body.fault("/rows/" + i, "must have texts alone");
            return;
          }
          names.add(cell.getKey());
        }
      }
      if (!take(names, key, names.size(), "/rows")) {
        return;
      }
      for (int i = 0; i < given.size() && enough("/rows"); i++) {
        JsonNode row = given.get(i);
        add(
            columns.stream().map(column -> row.path(column).asText("").strip()).toList(),
            "/rows/" + i,
            "");
      }
      sort();
    }

    private boolean take(Set<String> names, String key, int given, String at) {
      if (!names.contains(key)) {
        body.fault("/key_column", "names '" + key + "', which is no column");
      } else if (names.size() != given) {
        body.fault(at, "names a column twice");
      } else if (names.size() < 2 || names.size() > MOST_COLUMNS) {
        body.fault(at, "must have 2 to " + MOST_COLUMNS + " columns, with that of the key");
      } else if (names.stream()
          .anyMatch(name -> name.length() > LONGEST_NAME || !LINE.matcher(name).matches())) {
        body.fault(at, "has a column without a name, or with one that is too long");
      } else {
        columns.add(key);
        names.stream().filter(name -> !name.equals(key)).sorted().forEach(columns::add);
        return true;
      }
      return false;
    }

    private boolean enough(String at) {
      if (rows.size() >= MOST_ROWS || size > LARGEST) {
        body.fault(
            at,
            "is too large: at most "
                + MOST_ROWS
                + " rows and "
                + LARGEST
                + " characters are allowed");
        return false;
      }
      return true;
    }

    private void add(List<String> row, String at, String where) {
      if (row.getFirst().isEmpty()) {
        body.fault(at, "has no key" + where);
      } else if (!keys.add(row.getFirst())) {
        body.fault(at, "has the key '" + row.getFirst() + "' twice" + where);
      } else if (row.stream().anyMatch(c -> c.length() > LONGEST_CELL || c.indexOf('\0') >= 0)) {
        body.fault(at, "has a cell of more than " + LONGEST_CELL + " characters" + where);
      } else {
        row.forEach(cell -> size += cell.length());
        rows.add(row);
      }
    }

    private void sort() {
      if (size > LARGEST) {
        enough("/rows");
      }
      rows.sort(Comparator.comparing(List::getFirst));
    }
  }
}
