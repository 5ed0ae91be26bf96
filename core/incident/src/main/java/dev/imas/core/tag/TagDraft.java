package dev.imas.core.tag;

import dev.imas.core.http.Body;
import dev.imas.core.rule.InvalidRuleException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request writes of a tag, whose form is right.
 *
 * @param color in upper case
 */
record TagDraft(
    String name,
    String color,
    String description,
    @Nullable String autoApplyPattern,
    boolean isActive) {

  static final String DEFAULT_COLOR = "#6B7280";

  private static final int LONGEST_DESCRIPTION = 2_000;
  private static final int LONGEST_PATTERN = 500;

  private static final Pattern COLOR = Pattern.compile("#[0-9A-Fa-f]{6}");

  /** Names go into timelines, so they are one line. */
  private static final Pattern LINE = Pattern.compile("\\P{Cntrl}+");

  static TagDraft read(Body body) {
    body.only("name", "color", "description", "auto_apply_pattern", "is_active");
    String name = body.requiredText("name", Tag.LONGEST_NAME).strip();
    if (!name.isEmpty() && !isName(name)) {
      body.fault("/name", "must be on one line, without control characters");
    }
    String color = body.text("color", 7, DEFAULT_COLOR);
    if (!COLOR.matcher(color).matches()) {
      body.fault("/color", "must be a color such as " + DEFAULT_COLOR);
    }
    TagDraft draft =
        new TagDraft(
            name,
            color.toUpperCase(Locale.ROOT),
            body.text("description", LONGEST_DESCRIPTION, ""),
            pattern(body),
            body.flag("is_active", true));
    body.throwIfFaulty();
    return draft;
  }

  /** Whether a tag can be called that. */
  static boolean isName(String name) {
    return name.length() <= Tag.LONGEST_NAME && LINE.matcher(name).matches() && !name.isBlank();
  }

  private static @Nullable String pattern(Body body) {
    String pattern = body.text("auto_apply_pattern", LONGEST_PATTERN);
    if (pattern == null || pattern.isBlank()) {
      return null;
    }
    try {
      TagPatterns.compile(pattern);
    } catch (InvalidRuleException e) {
      body.fault("/auto_apply_pattern", "is no expression: " + e.getMessage());
    }
    return pattern;
  }
}
