package dev.imas.core.figures;

import dev.imas.core.figures.ExportRepository.Exported;
import dev.imas.core.http.Csv;
import dev.imas.core.http.Pieces;
import dev.imas.core.platform.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Incidents of a time as one long text (INC-30), read page by page while it is written. */
final class Export implements Pieces {

  enum Format {
    JSON("application/json") {
      @Override
      String first(Head head, List<String> fields) {
        String members = Json.write(head);
        return members.substring(0, members.length() - 1) + ",\"items\":[";
      }

      @Override
      String item(Line line, List<String> fields, boolean isFirst) {
        return (isFirst ? "\n" : ",\n") + Json.write(line);
      }

      @Override
      String last() {
        return "]}\n";
      }
    },
    CSV("text/csv; charset=utf-8; header=present") {
      @Override
      String first(Head head, List<String> fields) {
        return Stream.concat(COLUMNS.stream(), fields.stream().map("field."::concat))
                .collect(Collectors.joining(","))
            + "\r\n";
      }

      @Override
      String item(Line line, List<String> fields, boolean isFirst) {
        return line.csv(fields);
      }

      @Override
      String last() {
        return "";
      }
    };

    private final String contentType;

    Format(String contentType) {
      this.contentType = contentType;
    }

    abstract String first(Head head, List<String> fields);

    abstract String item(Line line, List<String> fields, boolean isFirst);

    abstract String last();

    String suffix() {
      return FiguresRoutes.word(this);
    }
  }

  record Head(
      Instant from,
      Instant to,
      String timeZone,
      @Nullable Instant completeSince,
      boolean complete) {}

  static final List<String> COLUMNS =
      List.of(
          "id",
          "short_id",
          "title",
          "severity",
          "status",
          "service",
          "team",
          "lead",
          "created_at",
          "acknowledged_at",
          "resolved_at",
          "time_to_acknowledge_min",
          "time_to_resolve_min",
          "origin",
          "cause");

  /**
   * One incident. Minutes have two decimals.
   *
   * @param fields what is said of it, by the keys of fields
   */
  record Line(
      UUID id,
      String shortId,
      String title,
      String severity,
      String status,
      String service,
      String team,
      @Nullable String lead,
      Instant createdAt,
      @Nullable Instant acknowledgedAt,
      @Nullable Instant resolvedAt,
      @Nullable Double timeToAcknowledgeMin,
      @Nullable Double timeToResolveMin,
      String origin,
      @Nullable String cause,
      Map<String, String> fields) {

    Line {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    static Line of(Exported of) {
      return new Line(
          of.id(),
          of.shortId(),
          of.title(),
          of.severity().name(),
          of.status(),
          of.service(),
          of.team(),
          of.lead(),
          of.createdAt(),
          of.acknowledgedAt(),
          of.resolvedAt(),
          minutes(of.createdAt(), of.acknowledgedAt()),
          minutes(of.createdAt(), of.resolvedAt()),
          of.origin(),
          of.cause(),
          of.fields());
    }

    private static @Nullable Double minutes(Instant from, @Nullable Instant to) {
      return to == null
          ? null
          : Math.round(Math.max(0, Duration.between(from, to).toSeconds()) / 0.6) / 100.0;
    }

    String csv(List<String> keys) {
      List<@Nullable Object> cells = new ArrayList<>();
      cells.add(id);
      cells.add(shortId);
      cells.add(title);
      cells.add(severity);
      cells.add(status);
      cells.add(service);
      cells.add(team);
      cells.add(lead);
      cells.add(createdAt);
      cells.add(acknowledgedAt);
      cells.add(resolvedAt);
      cells.add(timeToAcknowledgeMin);
      cells.add(timeToResolveMin);
      cells.add(origin);
      cells.add(cause);
      keys.forEach(key -> cells.add(fields.get(key)));
      return Csv.line(cells.toArray());
    }
  }

  private final Format format;
  private final Head head;
  private final List<String> fields;
  private final Function<Exported, List<Exported>> after;
  private @Nullable List<Exported> page;
  private boolean isBegun;

  /**
   * @param fields the keys of the tenant's fields, each a column
   * @param first the first page, which may be empty
   * @param after reads the page after an incident
   */
  Export(
      Format format,
      Head head,
      List<String> fields,
      List<Exported> first,
      Function<Exported, List<Exported>> after) {
    this.format = format;
    this.head = head;
    this.fields = List.copyOf(fields);
    this.page = first;
    this.after = after;
  }

  @Override
  public String contentType() {
    return format.contentType;
  }

  @Override
  public @Nullable String next() {
    if (page == null) {
      return null;
    }
    List<Exported> written = Objects.requireNonNull(page);
    StringBuilder piece = new StringBuilder(isBegun ? "" : format.first(head, fields));
    for (int i = 0; i < written.size(); i++) {
      piece.append(format.item(Line.of(written.get(i)), fields, !isBegun && i == 0));
    }
    isBegun = true;
    page = written.size() < ExportRepository.PAGE ? null : after.apply(written.getLast());
    return page == null ? piece.append(format.last()).toString() : piece.toString();
  }
}
