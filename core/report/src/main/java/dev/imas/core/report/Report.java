package dev.imas.core.report;

import java.util.List;

/**
 * A document as data, before it has a form. Titles, names and values are plain text; only a {@link
 * Text} is Markdown.
 *
 * @param title of the whole
 * @param language its BCP 47 tag, such as {@code en}
 * @param facts what comes first, each on a line of its own
 */
public record Report(String title, String language, List<Fact> facts, List<Section> sections) {

  /** More rows than this are for a file of rows, and not for a document. */
  public static final int MOST_ROWS = 5_000;

  public Report {
    facts = List.copyOf(facts);
    sections = List.copyOf(sections);
    int rows = rows(sections);
    if (rows > MOST_ROWS) {
      throw new IllegalArgumentException(
          "a report has at most " + MOST_ROWS + " rows, and this one has " + rows);
    }
  }

  /** How many rows its tables have together. */
  int rows() {
    return rows(sections);
  }

  private static int rows(List<Section> sections) {
    return sections.stream()
        .flatMap(section -> section.parts().stream())
        .mapToInt(part -> part instanceof Table table ? table.rows().size() : 0)
        .sum();
  }

  /** A name and its value; an empty value is shown as unknown. */
  public record Fact(String name, String value) {}

  public record Section(String title, List<Part> parts) {
    public Section {
      parts = List.copyOf(parts);
    }

    public static Section of(String title, Part... parts) {
      return new Section(title, List.of(parts));
    }
  }

  /** What a section consists of. */
  public sealed interface Part permits Text, Facts, Table, Checklist {}

  /**
   * What people wrote.
   *
   * @param markdown CommonMark with tables; HTML in it is shown as it was typed, and an image is
   *     its address
   */
  public record Text(String markdown) implements Part {}

  /** Facts within a section. */
  public record Facts(List<Fact> facts) implements Part {
    public Facts {
      facts = List.copyOf(facts);
    }
  }

  /**
   * @param rows each with as many cells as there are columns
   */
  public record Table(List<String> columns, List<List<String>> rows) implements Part {
    public Table {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /** What is to be done, or was. */
  public record Checklist(List<Item> items) implements Part {

    public record Item(String text, boolean isDone) {}

    public Checklist {
      items = List.copyOf(items);
    }
  }
}
