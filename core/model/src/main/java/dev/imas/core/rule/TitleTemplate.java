package dev.imas.core.rule;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import dev.imas.core.mustache.MapsAlone;
import dev.imas.core.mustache.TemplateNames;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The title of an incident, as a rule words it: a template in Mustache with the variables {@code
 * name}, {@code source}, {@code labels.<label>} and {@code annotations.<annotation>}, and sections
 * of them. What an alert does not have is empty. It sees texts alone, and its output is bounded.
 * Any thread may use it.
 */
public final class TitleTemplate {

  private static final String LABEL = "labels.";
  private static final String ANNOTATION = "annotations.";
  private static final Set<String> PLAIN = Set.of("name", "source");

  /** A title is cut to 500 characters, so no value needs more. */
  private static final int VALUE_LENGTH = 500;

  private static final Pattern SPACE = Pattern.compile("\\s+");

  private static final Mustache.Compiler COMPILER =
      Mustache.compiler()
          .withEscaper(Escapers.NONE)
          .withCollector(
              new MapsAlone(value -> value instanceof Collection<?> list ? list.iterator() : null))
          .emptyStringIsFalse(true)
          .defaultValue("");

  private final String source;
  private final Template template;

  private TitleTemplate(String source, Template template) {
    this.source = source;
    this.template = template;
  }

  /**
   * @throws IllegalArgumentException with what is wrong
   */
  public static TitleTemplate compile(String source) {
    if (source.isBlank()) {
      throw new IllegalArgumentException("is empty; write a title, or leave it out");
    }
    if (source.split("\\{\\{", -1).length - 1 > RuleLimits.TITLE_TAGS) {
      throw new IllegalArgumentException("has more than " + RuleLimits.TITLE_TAGS + " tags");
    }
    if (source.lastIndexOf("{{") > source.lastIndexOf("}}")) {
      throw new IllegalArgumentException("has a tag that is opened by {{ and not closed by }}");
    }
    // Delimiters and other templates would need a check of their own, and no title needs them.
    if (Pattern.compile("\\{\\{\\s*[=><$&{]").matcher(source).find()) {
      throw new IllegalArgumentException(
          "may hold only {{variable}}, {{#variable}}, {{^variable}} and {{/variable}}");
    }
    try {
      Template template = COMPILER.compile(source);
      Optional<String> unknown = unknown(TemplateNames.in(template));
      if (unknown.isPresent()) {
        throw new IllegalArgumentException(
            "has no variable '"
                + unknown.get()
                + "'; use name, source, labels.<label> or annotations.<annotation>");
      }
      return new TitleTemplate(source, template);
    } catch (MustacheException e) {
      throw new IllegalArgumentException("cannot be read: " + e.getMessage());
    }
  }

  private static Optional<String> unknown(TemplateNames names) {
    return Stream.concat(
            names.variables().stream().filter(name -> !isKnown(name)), names.templates().stream())
        .findFirst();
  }

  private static boolean isKnown(String name) {
    return PLAIN.contains(name)
        || name.startsWith(LABEL) && name.length() > LABEL.length()
        || name.startsWith(ANNOTATION) && name.length() > ANNOTATION.length();
  }

  /** As written. */
  public String source() {
    return source;
  }

  /**
   * The title in one line; empty if all that it names is missing.
   *
   * @param name of the alert
   * @param sender the name of its source
   */
  public String render(
      String name, String sender, Map<String, String> labels, Map<String, String> annotations) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("name", cut(name));
    variables.put("source", cut(sender));
    labels.forEach((label, value) -> variables.put(LABEL + label, cut(value)));
    annotations.forEach((key, value) -> variables.put(ANNOTATION + key, cut(value)));
    try {
      return SPACE.matcher(template.execute(variables)).replaceAll(" ").strip();
    } catch (MustacheException e) {
      return ""; // as for an alert that has none of it
    }
  }

  private static String cut(String value) {
    return value.length() <= VALUE_LENGTH ? value : value.substring(0, VALUE_LENGTH);
  }

  @Override
  public String toString() {
    return source;
  }
}
