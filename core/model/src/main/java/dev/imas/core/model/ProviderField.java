package dev.imas.core.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A member of a provider's config: the JSON schema that is served, and the check of what is stored,
 * come from the same words.
 *
 * @param form what its value is
 * @param about what it is for, as a sentence
 * @param usual the value when it is left out; null: none
 */
public record ProviderField(
    String name,
    Form form,
    boolean isRequired,
    boolean isSecret,
    String about,
    @Nullable Object usual) {

  /** The longest text that is stored. */
  public static final int LONGEST = 2_000;

  /** The form of a value, as JSON has it. */
  public sealed interface Form {

    /**
     * @param pattern of the whole text; null: any text that is not blank
     * @param example of a text that fits, for people
     */
    record Text(@Nullable Pattern pattern, String example) implements Form {}

    /** An http or https URL with a host. */
    record Url() implements Form {}

    record Number(int least, int most) implements Form {}

    record Flag() implements Form {}

    record Choice(List<String> values) implements Form {
      public Choice {
        values = List.copyOf(values);
      }
    }

    /** A text of several lines. */
    record Block(int most) implements Form {}

    /** A list of texts without blanks around them. */
    record Texts(int most) implements Form {}
  }

  private static ProviderField of(String name, Form form, String about) {
    return new ProviderField(name, form, false, false, about, null);
  }

  public static ProviderField text(String name, String about) {
    return of(name, new Form.Text(null, ""), about);
  }

  /**
   * @param pattern of the whole text
   * @param example of a text that fits
   */
  public static ProviderField text(String name, String pattern, String example, String about) {
    return of(name, new Form.Text(Pattern.compile(pattern), example), about);
  }

  public static ProviderField url(String name, String about) {
    return of(name, new Form.Url(), about);
  }

  public static ProviderField number(String name, int least, int most, String about) {
    return of(name, new Form.Number(least, most), about);
  }

  /**
   * @param usual the value when it is left out
   */
  public static ProviderField flag(String name, boolean usual, String about) {
    return of(name, new Form.Flag(), about).usually(usual);
  }

  /** A text of several lines. */
  public static ProviderField block(String name, int most, String about) {
    return of(name, new Form.Block(most), about);
  }

  /** The first value is the usual one. */
  public static ProviderField choice(String name, List<String> values, String about) {
    return of(name, new Form.Choice(values), about).usually(values.getFirst());
  }

  public static ProviderField texts(String name, int most, String about) {
    return of(name, new Form.Texts(most), about);
  }

  public ProviderField required() {
    return new ProviderField(name, form, true, isSecret, about, usual);
  }

  /** Stored sealed, and never shown. */
  public ProviderField secret() {
    return new ProviderField(name, form, isRequired, true, about, usual);
  }

  public ProviderField usually(Object value) {
    return new ProviderField(name, form, isRequired, isSecret, about, value);
  }

  /**
   * @param value as JSON has it: a text, a number, a flag, a list
   * @return what is wrong with it and what it must be, as the rest of a sentence, without the
   *     value; null if it fits
   */
  public @Nullable String faultOf(Object value) {
    return switch (form) {
      case Form.Text text -> faultOfText(value, text);
      case Form.Url url -> isText(value) && isWeb((String) value) ? null : "must be an https URL";
      case Form.Number number ->
          value instanceof Integer n && n >= number.least && n <= number.most
              ? null
              : "must be a whole number from " + number.least + " to " + number.most;
      case Form.Flag flag -> value instanceof Boolean ? null : "must be true or false";
      case Form.Choice choice ->
          value instanceof String one && choice.values.contains(one)
              ? null
              : "must be one of " + String.join(", ", choice.values);
      case Form.Block block ->
          value instanceof String text && !text.isBlank() && text.length() <= block.most
              ? null
              : "must be a text of 1 to " + block.most + " characters";
      case Form.Texts texts ->
          value instanceof List<?> list
                  && list.size() <= texts.most
                  && list.stream().allMatch(ProviderField::isText)
              ? null
              : "must be a list of at most " + texts.most + " texts";
    };
  }

  private static @Nullable String faultOfText(Object value, Form.Text text) {
    if (!isText(value)) {
      return "must be a text of 1 to " + LONGEST + " characters on one line";
    }
    Pattern pattern = text.pattern;
    return pattern == null || pattern.matcher((String) value).matches()
        ? null
        : "does not look like " + text.example;
  }

  private static boolean isText(Object value) {
    return value instanceof String text
        && !text.isBlank()
        && text.length() <= LONGEST
        && text.chars().noneMatch(c -> c < ' ' || c == 127);
  }

  private static boolean isWeb(String text) {
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      return (scheme.equals("https") || scheme.equals("http"))
          && uri.getHost() != null
          && !uri.getHost().isBlank();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** The field as JSON Schema 2020-12. */
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    switch (form) {
      case Form.Text text -> {
        addText(schema);
        Pattern pattern = text.pattern;
        if (pattern != null) {
          schema.put("pattern", "^(?:" + pattern.pattern() + ")$");
        }
      }
      case Form.Url url -> {
        addText(schema);
        schema.put("format", "uri");
        schema.put("pattern", "^[Hh][Tt][Tt][Pp][Ss]?://[^/]");
      }
      case Form.Block block -> {
        schema.put("type", "string");
        schema.put("minLength", 1);
        schema.put("maxLength", block.most);
        schema.put("multiline", true);
      }
      case Form.Number number -> {
        schema.put("type", "integer");
        schema.put("minimum", number.least);
        schema.put("maximum", number.most);
      }
      case Form.Flag flag -> schema.put("type", "boolean");
      case Form.Choice choice -> schema.put("enum", choice.values);
      case Form.Texts texts -> {
        schema.put("type", "array");
        schema.put("maxItems", texts.most);
        Map<String, Object> item = new LinkedHashMap<>();
        addText(item);
        schema.put("items", item);
      }
    }
    schema.put("description", about);
    if (usual != null) {
      schema.put("default", usual);
    }
    if (isSecret) {
      schema.put("writeOnly", true);
    }
    return schema;
  }

  private static void addText(Map<String, Object> schema) {
    schema.put("type", "string");
    schema.put("minLength", 1);
    schema.put("maxLength", LONGEST);
  }
}
