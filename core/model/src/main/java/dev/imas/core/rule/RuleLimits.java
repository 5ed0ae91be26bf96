package dev.imas.core.rule;

/** What a rule set may hold, so that any valid one compiles and runs in bounded memory and time. */
public final class RuleLimits {

  public static final int RULES = 20_000;
  public static final int MATCHERS_PER_RULE = 32;
  public static final int MATCHER_LENGTH = 4_096;
  public static final int REGEX_LENGTH = 1_024;

  /** Instructions of one compiled expression. At worst each runs for each character of a value. */
  public static final int REGEX_SIZE = 4_000;

  /** {@code \p{…}} in one expression. */
  public static final int REGEX_UNICODE_CLASSES = 8;

  /** Instructions and listed values of all matchers of a rule set, some 64 bytes each. */
  public static final int TOTAL_SIZE = 1_000_000;

  /** Conditions of one rule, nested ones with it; how deep they may be nested. */
  public static final int CONDITION_NODES = 500;

  public static final int CONDITION_DEPTH = 16;

  /** Values listed by one condition. */
  public static final int CONDITION_VALUES = 500;

  /** Names by which an alert's service, source or team is known, aliases among them, as a rule. */
  public static final int KEYS_OF_ATTRIBUTE = 8;

  /** Conditions of all rules of a set. */
  public static final int CONDITIONS = 100_000;

  /** Different expressions of all rules of a set; one takes up to some milliseconds to compile. */
  public static final int EXPRESSIONS = 1_000;

  /** Labels of an alert that the gateway keeps by default. */
  public static final int LABELS = 64;

  /** Characters of a label's value that the gateway keeps by default. */
  public static final int LABEL_VALUE = 1_024;

  /**
   * The most steps for one alert whose values are all as long as possible. A step takes one or two
   * nanoseconds, or twenty in hostile expressions: at the very worst a tenth of a second.
   */
  public static final long STEPS = 5_000_000;

  public static final int NAME_LENGTH = 200;
  public static final int DESCRIPTION_LENGTH = 2_000;

  /** Of the reason for a drop, which each dropped alert carries. */
  public static final int DROP_LENGTH = 200;

  /** Of a template for titles. */
  public static final int TITLE_LENGTH = 500;

  public static final int TITLE_TAGS = 32;
  public static final int IMPACT_SCOPES = 20;

  /** Named time intervals in {@code mute_times}, and in {@code active_times}. */
  public static final int TIME_INTERVALS = 50;

  /** Rules of a set that enrich: behind each, the rules are searched anew. */
  public static final int ENRICHING_RULES = 8;

  /** Labels that a rule sets from a lookup table; labels by which it looks for the row. */
  public static final int ENRICHED_LABELS = 10;

  public static final int ENRICHING_KEYS = 5;

  /** Tags of one rule; tags that an incident gets from all of them. */
  public static final int TAGS = 20;

  public static final int TAGS_OF_INCIDENT = 50;

  /** Of a tag's name, or the template of one. */
  public static final int TAG_LENGTH = 100;

  public static final int GROUP_BY_LABELS = 32;
  public static final int SEVERITY_WORDS = 256;

  /** Faults reported at once. More are most likely one mistake made many times. */
  public static final int FAULTS = 1_000;

  private RuleLimits() {}
}
