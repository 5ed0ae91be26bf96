package dev.imas.core.http;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The query's parameters. An unknown or unreadable one is a fault that names it. */
public final class Query {

  private static final Pattern SEVERITY =
      Pattern.compile("(?i)(SEV|P)[1-4]|SEV1_CRITICAL|SEV2_HIGH|SEV3_MEDIUM|SEV4_LOW");
  private static final int LONGEST = 2_000;

  private final MultiMap parameters;

  private Query(MultiMap parameters) {
    this.parameters = parameters;
  }

  static Query of(MultiMap parameters, List<String> known) {
    Set<String> unknown = new TreeSet<>(parameters.names());
    known.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      String first = unknown.iterator().next();
      throw fault(
          first,
          "there is no parameter '"
              + first
              + "' here; the known parameters "
              + "are "
              + String.join(", ", known));
    }
    return new Query(parameters);
  }

  public @Nullable String text(String name) {
    List<String> values = parameters.getAll(name);
    if (values.size() > 1) {
      throw fault(name, name + " is given " + values.size() + " times; give it once");
    }
    List<String> texts = texts(name);
    return texts.isEmpty() ? null : texts.get(0);
  }

  /** All values as they were given, without empty ones. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (String value : parameters.getAll(name)) {
      String text = value.strip();
      if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
        throw fault(
            name,
            name
                + " has more than "
                + LONGEST
                + " characters or holds U+0000; "
                + "shorten or mend it");
      }
      if (!text.isEmpty()) {
        texts.add(text);
      }
    }
    return texts;
  }

  public @Nullable Reference reference(String name) {
    String text = text(name);
    return text == null ? null : Reference.of(text);
  }

  public @Nullable UUID uuid(String name) {
    return read(name, "a UUID", Query::strictUuid);
  }

  public @Nullable Instant time(String name) {
    return read(
        name,
        "a time such as 2026-01-02T03:04:05Z",
        text -> OffsetDateTime.parse(text).toInstant());
  }

  public @Nullable Boolean flag(String name) {
    return read(
        name,
        "true or false",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException();
            });
  }

  public @Nullable Integer count(String name, int least, int most) {
    return read(
        name,
        "a whole number from " + least + " to " + most,
        text -> {
          int n = Integer.parseInt(text);
          if (n < least || n > most) {
            throw new IllegalArgumentException();
          }
          return n;
        });
  }

  /**
   * The names of enum constants, repeated or separated by commas, ignoring case; null when absent.
   */
  public <E extends Enum<E>> String @Nullable [] choices(String name, Class<E> type) {
    List<String> names = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    return many(
        name,
        text -> {
          String upper = text.toUpperCase(Locale.ROOT);
          if (!names.contains(upper)) {
            throw fault(name, "'" + text + "' is not one of " + String.join(", ", names));
          }
          return upper;
        });
  }

  /**
   * The numbers of severities given as SEV1, P1 or SEV1_CRITICAL, repeated or separated by commas.
   */
  public Short @Nullable [] severities(String name) {
    String[] words =
        many(
            name,
            text -> {
              if (!SEVERITY.matcher(text).matches()) {
                throw fault(name, "'" + text + "' is not a severity; use SEV1 to SEV4 or P1 to P4");
              }
              return text;
            });
    return words == null
        ? null
        : Arrays.stream(words)
            .map(w -> (short) Severity.parse(w).orElseThrow().number())
            .toArray(Short[]::new);
  }

  /** The parameters {@code limit} and {@code cursor}. */
  public ListRange paging() {
    return paging(ListRange.DEFAULT_LIMIT, ListRange.LARGEST_LIMIT);
  }

  /** The same of a list whose items are smaller than most. */
  public ListRange paging(int defaultLimit, int largestLimit) {
    Integer limit = count("limit", 1, largestLimit);
    return new ListRange(
        limit == null ? defaultLimit : limit,
        read(
            "cursor",
            "a cursor of this list; use the next of the page before, or leave it " + "out",
            ListRange::decode));
  }

  private String @Nullable [] many(String name, Function<String, String> read) {
    List<String> values = parameters.getAll(name);
    if (values.isEmpty()) {
      return null;
    }
    return values.stream()
        .flatMap(v -> Arrays.stream(v.split(",", -1)))
        .map(String::strip)
        .map(read)
        .distinct()
        .toArray(String[]::new);
  }

  private <T> @Nullable T read(String name, String expected, Function<String, T> parse) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw fault(name, "'" + text + "' is not " + expected);
    }
  }

  static UUID strictUuid(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException(text);
    }
    return UUID.fromString(text);
  }

  public static Fault fault(String name, String detail) {
    return Fault.at(Fault.Kind.BAD_REQUEST, name, detail);
  }
}
