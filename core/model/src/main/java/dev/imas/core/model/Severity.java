package dev.imas.core.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one scale of severity, most severe first. P1 to P4 are aliases. The number (1 to 4) is what
 * the database stores; a smaller number is more severe.
 */
public enum Severity {
  SEV1_CRITICAL,
  SEV2_HIGH,
  SEV3_MEDIUM,
  SEV4_LOW;

  private static final Severity[] BY_NUMBER = values();

  /** No word is longer, with what stands between its letters. */
  private static final int LONGEST_WORD = 32;

  private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** 1 (most severe) to 4. */
  public int number() {
    return ordinal() + 1;
  }

  /**
   * @throws IllegalArgumentException when the number is not 1 to 4
   */
  public static Severity of(int number) {
    if (number < 1 || number > BY_NUMBER.length) {
      throw new IllegalArgumentException("severity is 1 to 4, not " + number);
    }
    return BY_NUMBER[number - 1];
  }

  /** SEV1 and SEV2, which are accepted while load is shed, and paged first. */
  public boolean isCritical() {
    return ordinal() <= 1;
  }

  public boolean isMoreSevereThan(Severity other) {
    return ordinal() < other.ordinal();
  }

  /**
   * Reads the words that senders use (requirement ING-12): {@code critical}, {@code P2}, {@code
   * sev3}, {@code SEV4_LOW}, {@code warning}… Case means nothing, nor do spaces, dashes and the
   * like within a word, nor a number before it: {@code 1 - Critical}. Digits alone mean too much to
   * be read: 1 is the most severe for some senders and the least for others.
   *
   * @return empty for an unknown word: then the source's default applies, and the alert is flagged
   */
  public static Optional<Severity> parse(String word) {
    String written = word.strip().toLowerCase(Locale.ROOT);
    Severity known = known(written);
    if (known == null && written.length() <= LONGEST_WORD) {
      known = known(lettersAndDigits(written));
      known = known == null ? saidTwice(written) : known;
    }
    return Optional.ofNullable(known);
  }

  /** What says the same in two ways, such as {@code 1 - Critical} or {@code P2 (High)}. */
  private static @Nullable Severity saidTwice(String written) {
    Severity all = null;
    for (String part : NEITHER_LETTER_NOR_DIGIT.split(written)) {
      Severity one = known(part);
      if (one == null && !part.chars().allMatch(Character::isDigit)
          || one != null && all != null && one != all) {
        return null;
      }
      all = one == null ? all : one;
    }
    return all;
  }

  /** Words of monitoring tools, ticket systems, syslog and people, without what stands between. */
  private static @Nullable Severity known(String word) {
    return switch (word) {
      case "critical", "fatal", "emergency", "disaster", "p1", "sev1", "sev1_critical" ->
          SEV1_CRITICAL;
      case "high", "error", "major", "warning", "warn", "p2", "sev2", "sev2_high" -> SEV2_HIGH;
      case "medium", "average", "info", "p3", "sev3", "sev3_medium" -> SEV3_MEDIUM;
      case "low", "minor", "debug", "p4", "p5", "sev4", "sev4_low" -> SEV4_LOW;
      case "sev1critical",
          "crit",
          "emerg",
          "panic",
          "alert",
          "blocker",
          "blocking",
          "showstopper",
          "urgent",
          "immediate",
          "page",
          "paging",
          "pager",
          "catastrophic",
          "catastrophe",
          "extreme", // CAP
          "highest",
          "veryhigh",
          "outage",
          "majoroutage",
          "p0",
          "s0",
          "s1",
          "sev0",
          "severity0",
          "severity1",
          "priority0",
          "priority1",
          "prio1" ->
          SEV1_CRITICAL;
      case "sev2high",
          "err",
          "serious",
          "important",
          "failure",
          "failed",
          "partialoutage",
          "s2",
          "severity2",
          "priority2",
          "prio2" ->
          SEV2_HIGH;
      case "sev3medium",
          "moderate",
          "med",
          "mid",
          "middle",
          "normal",
          "notice",
          "information",
          "informational",
          "inform",
          "ticket",
          "degraded",
          "s3",
          "severity3",
          "priority3",
          "prio3" ->
          SEV3_MEDIUM;
      case "sev4low",
          "lowest",
          "verylow",
          "trace",
          "verbose",
          "trivial",
          "cosmetic",
          "negligible",
          "planning", // ServiceNow
          "enhancement", // Bugzilla
          "harmless", // Tivoli
          "fine", // java.util.logging
          "finer",
          "finest",
          "none",
          "notclassified",
          "s4",
          "s5",
          "sev5",
          "severity4",
          "severity5",
          "priority4",
          "priority5",
          "prio4",
          "prio5" ->
          SEV4_LOW;
      default -> null;
    };
  }

  private static String lettersAndDigits(String word) {
    StringBuilder bare = new StringBuilder(word.length());
    word.codePoints().filter(Character::isLetterOrDigit).forEach(bare::appendCodePoint);
    return bare.toString();
  }

  /**
   * Reads a severity as syslog has it: a number from 0 (emergency) to 7 (debug), or a word.
   *
   * @return empty for anything else
   */
  public static Optional<Severity> ofSyslog(String text) {
    return switch (text.strip()) {
      case "0", "1", "2" -> Optional.of(SEV1_CRITICAL);
      case "3", "4" -> Optional.of(SEV2_HIGH);
      case "5", "6" -> Optional.of(SEV3_MEDIUM);
      case "7" -> Optional.of(SEV4_LOW);
      default -> parse(text);
    };
  }
}
