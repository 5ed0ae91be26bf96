package dev.imas.gateway.decode;

import dev.imas.core.model.Labels;
import java.util.Arrays;
import java.util.Set;

/**
 * Makes a sender's texts storable: within the limits, and without the characters that PostgreSQL
 * refuses in text (U+0000) or cannot encode (lone surrogates). These become U+FFFD.
 */
final class StoredText {

  /**
   * Labels that are kept when an alert has too many, because names, services and severities are
   * read there.
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

  private long length;

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

  /** Returns the same object when it fits; else a copy, with flags for what was changed. */
  Labels fit(Labels raw, AlertDraft flags) {
    boolean fits = raw.size() <= maxCount;
    for (int i = 0; oddText && i < raw.size(); i++) {
      if (raw.name(i).indexOf(REPLACEMENT) >= 0) {
        // NameRepair has replaced it, as far as can be seen here.
        flags.raise(Flag.REPLACED_CHARACTERS);
      }
    }
    long sum = 0;
    for (int i = 0; fits && i < raw.size(); i++) {
      int name = raw.name(i).length();
      int value = raw.value(i).length();
      sum += name + value;
      fits =
          name <= maxNameLength
              && value <= maxValueLength
              && !(oddText && (isOdd(raw.name(i)) || isOdd(raw.value(i))));
    }
    if (fits) {
      length = sum;
      return raw;
    }
    Labels kept = cut(raw, flags);
    length = lengthOf(kept);
    return kept;
  }

  /** The length of the names and values that were fitted last, counted on the way. */
  long length() {
    return length;
  }

  static long lengthOf(Labels texts) {
    long sum = 0;
    for (int i = 0; i < texts.size(); i++) {
      sum += texts.name(i).length() + texts.value(i).length();
    }
    return sum;
  }

  /**
   * Cuts the longest values to one length, so that all of it fits; empty where the names alone do
   * not fit.
   */
  static Labels shorten(Labels texts, long room) {
    if (lengthOf(texts) <= Math.max(0, room)) {
      return texts;
    }
    int longest = longestValue(texts, room);
    if (longest < 1) {
      return Labels.EMPTY;
    }
    Labels.Builder kept = new Labels.Builder();
    for (int i = 0; i < texts.size(); i++) {
      kept.set(texts.name(i), cut(texts.value(i), longest));
    }
    return kept.build();
  }

  /** The greatest length to which values may be cut. */
  private static int longestValue(Labels texts, long room) {
    int[] lengths = new int[texts.size()];
    long left = room;
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = texts.value(i).length();
      left -= texts.name(i).length();
    }
    Arrays.sort(lengths);
    // A value that is shorter than its share leaves more for the longer ones.
    int i = 0;
    while (lengths[i] <= left / (lengths.length - i)) {
      left -= lengths[i++];
    }
    return (int) Math.max(0, left / (lengths.length - i));
  }

  /** Never cuts between the halves of a surrogate pair. */
  private static String cut(String text, int max) {
    return text.length() <= max
        ? text
        : text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
  }

  /** One text by itself, cut and made storable. */
  static String single(String raw, int max) {
    String text = cut(raw, max);
    return isOdd(text) ? replaceOdd(text) : text;
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
      text = cut(text, max);
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
