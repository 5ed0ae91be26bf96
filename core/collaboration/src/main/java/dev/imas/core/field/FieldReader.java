package dev.imas.core.field;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.Reference;
import dev.imas.core.model.ShownText;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Reads what a request says that the value of a field is. Pure, but for the look-up it is given.
 */
final class FieldReader {

  static final int LONGEST_TEXT = 1_000;
  private static final int LONGEST_URL = 2_000;
  private static final int MOST_DIGITS = 15;

  private FieldReader() {}

  /** Finds what a value names. */
  @FunctionalInterface
  interface Lookup {
    Optional<UUID> find(FieldType type, Reference named);
  }

  /** What was read. */
  sealed interface Reading {}

  /**
   * @param values several only where several options are chosen
   */
  record Read(List<FieldValue> values) implements Reading {
    Read {
      values = List.copyOf(values);
    }
  }

  /**
   * @param why goes on after the name of the field, and says what to send
   */
  record Faulty(String why) implements Reading {}

  static Reading read(FieldView field, JsonNode node, Lookup lookup) {
    return switch (field.type()) {
      case TEXT -> text(node, LONGEST_TEXT);
      case NUMBER -> number(node);
      case BOOLEAN ->
          node.isBoolean()
              ? one(new FieldValue.Flag(node.booleanValue()))
              : new Faulty("must be true or false");
      case DATE -> date(node);
      case INSTANT -> instant(node);
      case URL -> url(node);
      case USER, TEAM, SERVICE -> named(field.type(), node, lookup);
      case SELECT -> option(field, node);
      case MULTI_SELECT -> options(field, node);
    };
  }

  private static Reading one(FieldValue value) {
    return new Read(List.of(value));
  }

  private static Reading text(JsonNode node, int longest) {
    String given = node.textValue();
    String text = given == null ? "" : ShownText.of(given).strip();
    return text.isEmpty() || text.length() > longest || text.indexOf('\0') >= 0
        ? new Faulty("must be a text of 1 to " + longest + " characters, or null for no value")
        : one(new FieldValue.Text(text));
  }

  private static Reading number(JsonNode node) {
    if (node.isNumber()) {
      BigDecimal number = node.decimalValue().stripTrailingZeros();
      if (number.precision() <= MOST_DIGITS && Math.abs(number.scale()) <= MOST_DIGITS) {
        return one(new FieldValue.Number(number));
      }
    }
    return new Faulty("must be a number of at most " + MOST_DIGITS + " digits");
  }

  private static Reading date(JsonNode node) {
    try {
      if (node.isTextual() && node.textValue().length() == 10) {
        return one(new FieldValue.Day(LocalDate.parse(node.textValue())));
      }
    } catch (DateTimeException e) {
      // told below
    }
    return new Faulty("must be a date such as 2026-01-31");
  }

  private static Reading instant(JsonNode node) {
    try {
      if (node.isTextual()) {
        OffsetDateTime at = OffsetDateTime.parse(node.textValue());
        if (at.getYear() >= 1 && at.getYear() <= 9999) {
          return one(new FieldValue.Moment(at.toInstant().truncatedTo(ChronoUnit.MICROS)));
        }
      }
    } catch (DateTimeException e) {
      // told below
    }
    return new Faulty("must be a time such as 2026-01-02T03:04:05Z");
  }

  private static Reading url(JsonNode node) {
    Reading text = text(node, LONGEST_URL);
    if (text instanceof Read(List<FieldValue> values)
        && values.getFirst() instanceof FieldValue.Text(String address)) {
      try {
        URI uri = new URI(address);
        if (("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
            && uri.getHost() != null
            && uri.getUserInfo() == null) {
          return text;
        }
      } catch (URISyntaxException e) {
        // told below
      }
    }
    return new Faulty("must be an address that begins with https:// or http://");
  }

  private static Reading named(FieldType type, JsonNode node, Lookup lookup) {
    String name = node.isTextual() ? node.textValue().strip() : "";
    if (name.isEmpty()) {
      return new Faulty("must be the name or id of a " + type.wireName());
    }
    return lookup
        .find(type, Reference.of(name))
        .map(id -> one(new FieldValue.Ref(id)))
        .orElseGet(
            () ->
                new Faulty(
                    "names no active "
                        + type.wireName()
                        + " '"
                        + name
                        + "'; send the name or id of one"));
  }

  private static Reading option(FieldView field, JsonNode node) {
    String id = node.textValue();
    return id != null && field.option(id).isPresent()
        ? one(new FieldValue.Text(id))
        : new Faulty("must be one of " + ids(field));
  }

  private static Reading options(FieldView field, JsonNode node) {
    Set<FieldValue> chosen = new LinkedHashSet<>();
    boolean isFit = node.isArray() && !node.isEmpty() && node.size() <= FieldDraft.MOST_OPTIONS;
    if (isFit) {
      for (JsonNode each : node) {
        if (option(field, each) instanceof Read(List<FieldValue> values)) {
          chosen.addAll(values);
        } else {
          isFit = false;
        }
      }
    }
    return isFit
        ? new Read(List.copyOf(chosen))
        : new Faulty("must be a list with at least one of " + ids(field));
  }

  private static String ids(FieldView field) {
    return String.join(", ", field.options().stream().map(FieldView.Option::id).toList());
  }
}
