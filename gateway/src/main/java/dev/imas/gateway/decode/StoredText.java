package dev.imas.gateway.decode;

import dev.imas.core.model.Labels;
import java.util.Set;

/**
 * Fits what a sender wrote to what is stored: within the limits, and without the characters that
 * PostgreSQL refuses in text (U+0000) or cannot encode (lone surrogates), which become U+FFFD.
 */
final class StoredText {

  /**
   * Kept when an alert has too many labels, since names, services and severities are read there.
   */
  private static final Set<String> KEPT_FIRST =
      Set.of(
          "alertname",
          "service",
          "job",
          "app",
          "application",
          "component",
          "severity",
          "priority",
          "level");

  private static final char REPLACEMENT = '\ufffd';

  private final int maxCount;
  private final int maxNameLength;
  private final int maxValueLength;
  private final boolean oddText;

  private StoredText(int maxCount, int maxNameLength, int maxValueLength, boolean oddText) {
    this.maxCount = maxCount;
    this.maxNameLength = maxNameLength;
    this.maxValueLength = maxValueLength;
    this.oddText = oddText;
  }

  /**
   * @param oddText false when no text can hold a character to replace
   */
  static StoredText labels(AlertLimits limits, boolean oddText) {
    return new StoredText(
        limits.maxLabels(), limits.maxNameLength(), limits.maxValueLength(), oddText);
  }

  static StoredText annotations(AlertLimits limits, boolean oddText) {
    return new StoredText(
        limits.maxAnnotations(), limits.maxNameLength(), limits.maxAnnotationLength(), oddText);
  }

  /** The same object when it fits; else a copy, with what was done to it raised as flags. */
  Labels fit(Labels raw, AlertDraft flags) {
    boolean fits = raw.size() <= maxCount;
    for (int i = 0; oddText && i < raw.size(); i++) {
      if (raw.name(i).indexOf(REPLACEMENT) >= 0) {
        flags.raise(Flag.REPLACED_CHARACTERS); // by NameRepair, as far as can be told here
      }
    }
    for (int i = 0; fits && i < raw.size(); i++) {
      fits =
          raw.name(i).length() <= maxNameLength
              && raw.value(i).length() <= maxValueLength
              && !(oddText && (isOdd(raw.name(i)) || isOdd(raw.value(i))));
    }
    return fits ? raw : cut(raw, flags);
  }

  private Labels cut(Labels raw, AlertDraft flags) {
    int surplus = raw.size() - maxCount;
    if (surplus > 0) {
      flags.raise(Flag.TRUNCATED);
    }
    int room = maxCount;
    for (String name : KEPT_FIRST) {
      room -= raw.get(name) == null ? 0 : 1;
    }
    Labels.Builder kept = new Labels.Builder();
    for (int i = 0; i < raw.size(); i++) {
      if (surplus > 0 && !KEPT_FIRST.contains(raw.name(i)) && room-- <= 0) {
        continue;
      }
      kept.set(text(raw.name(i), maxNameLength, flags), text(raw.value(i), maxValueLength, flags));
    }
    return kept.build();
  }

  private String text(String raw, int max, AlertDraft flags) {
    String text = raw;
    if (text.length() > max) {
      flags.raise(Flag.TRUNCATED);
      // Never between the halves of a pair.
      text = text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }
    if (oddText && isOdd(text)) {
      flags.raise(Flag.REPLACED_CHARACTERS);
      text = replaceOdd(text);
    }
    return text;
  }

  static boolean isOdd(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isOddAt(text, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOddAt(String text, int i) {
    char c = text.charAt(i);
    if (!Character.isSurrogate(c)) {
      return c == 0;
    }
    return Character.isHighSurrogate(c)
        ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
        : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
  }

  static String replaceOdd(String text) {
    StringBuilder out = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      if (isOddAt(text, i)) {
        out.setCharAt(i, REPLACEMENT);
      }
    }
    return out.toString();
  }
}
