package dev.imas.core.profile;

/**
 * What a profile may hold, so that any valid one is compiled and run in bounded memory and time.
 */
public final class ProfileLimits {

  public static final int SHAPES = 20;
  public static final int CONDITIONS = 10;
  public static final int IDENTITIES = 10;
  public static final int PARTS = 10;
  public static final int ALTERNATIVES = 16;
  public static final int WORDS = 200;
  public static final int PAIRS = 64;
  public static final int SETS = 10;
  public static final int EMBEDDED = 8;

  /** All pointers of a profile. */
  public static final int POINTERS = 1_000;

  public static final int POINTER_PARTS = 20;

  /** Lists on one pointer. */
  public static final int LISTS = 4;

  /** Rules within rules. */
  public static final int DEPTH = 5;

  public static final int TEXT = 500;

  /** Expressions in a profile. */
  public static final int EXPRESSIONS = 30;

  /** Steps of one expression for one character. */
  public static final int EXPRESSION_STEPS = 400;

  private ProfileLimits() {}
}
