package dev.imas.core.rule;

/** What a rule set may hold, so that any valid one compiles and runs in bounded room and time. */
public final class RuleLimits {

  public static final int RULES = 20_000;
  public static final int MATCHERS_PER_RULE = 32;
  public static final int MATCHER_LENGTH = 4_096;
  public static final int REGEX_LENGTH = 1_024;

  /** Instructions of one expression: at worst each runs for each character of a value. */
  public static final int REGEX_SIZE = 4_000;

  /** {@code \p{…}} in one expression. */
  public static final int REGEX_UNICODE_CLASSES = 8;

  /** Instructions and listed values of all matchers of a rule set, some 64 bytes each. */
  public static final int TOTAL_SIZE = 1_000_000;

  /** Characters of a label's value: what the gateway keeps of one by default. */
  public static final int LABEL_VALUE = 1_024;

  /**
   * Of matching, for one alert whose values are all of the longest: one takes a nanosecond or two,
   * and twenty in expressions made for it, so a tenth of a second at the very worst.
   */
  public static final long STEPS = 5_000_000;

  public static final int NAME_LENGTH = 200;
  public static final int DESCRIPTION_LENGTH = 2_000;
  public static final int GROUP_BY_LABELS = 32;
  public static final int SEVERITY_WORDS = 256;

  /** Faults told at once; whoever made more has made one mistake many times. */
  public static final int FAULTS = 1_000;

  private RuleLimits() {}
}
