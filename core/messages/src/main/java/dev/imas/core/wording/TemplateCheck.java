package dev.imas.core.wording;

import com.samskivert.mustache.Template;
import dev.imas.core.mustache.TemplateNames;
import dev.imas.core.platform.Spelling;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a template may contain: variables and sections, some of them, by known names. */
final class TemplateCheck {

  static final int MOST_TAGS = 200;
  static final int DEEPEST = 8;

  private static final Pattern TAG = Pattern.compile("\\{\\{\\s*([^\\s}]?)");

  private TemplateCheck() {}

  static void source(Form form, String source) throws InvalidTemplateException {
    source(source, form.longestSource(), " for " + form.wireName());
  }

  /**
   * @param what it is for, as the rest of a sentence
   */
  static void source(String source, int longest, String what) throws InvalidTemplateException {
    if (source.length() > longest) {
      throw new InvalidTemplateException(
          "it has " + source.length() + " characters; at most " + longest + " are allowed" + what);
    }
    int tags = 0;
    int depth = 0;
    for (Matcher tag = TAG.matcher(source); tag.find(); ) {
      switch (tag.group(1)) {
        case "{", "&" ->
            throw new InvalidTemplateException(
                "{{{name}}} and {{&name}} are not allowed, since every value is escaped; write"
                    + " {{name}}");
        case "=" ->
            throw new InvalidTemplateException("{{=…=}} is not allowed; tags are always {{ and }}");
        case ">", "<", "$" ->
            throw new InvalidTemplateException(
                "a template cannot use another one, by {{>name}}, {{<name}} or {{$name}}");
        case "#", "^" -> depth++;
        case "/" -> depth--;
        default -> {}
      }
      if (source.indexOf("}}", tag.end()) < 0) {
        throw new InvalidTemplateException("a tag is opened by {{ and not closed by }}");
      }
      if (++tags > MOST_TAGS) {
        throw new InvalidTemplateException("it has more than " + MOST_TAGS + " tags");
      }
      if (depth > DEEPEST) {
        throw new InvalidTemplateException("its sections are nested deeper than " + DEEPEST);
      }
    }
  }

  static void names(Form form, Template template) throws InvalidTemplateException {
    names(Variable.namesOf(form), template);
  }

  static void names(Set<String> known, Template template) throws InvalidTemplateException {
    TemplateNames names = TemplateNames.in(template);
    Set<String> unknown = new TreeSet<>(names.variables());
    unknown.removeAll(known);
    if (!names.templates().isEmpty()) {
      throw new InvalidTemplateException("a template cannot use another one");
    }
    if (!unknown.isEmpty()) {
      throw new InvalidTemplateException(
          "there is no variable "
              + unknown.stream().map(n -> "'" + n + "'").collect(Collectors.joining(", "))
              + Spelling.hint(unknown.iterator().next(), known)
              + "; GET /api/v1/message-templates/variables lists them");
    }
  }
}
