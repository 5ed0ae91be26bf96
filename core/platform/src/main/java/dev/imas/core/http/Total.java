package dev.imas.core.http;

/**
 * How many items a list has in all. Counting them all might take longer than reading a page.
 *
 * @param count how many, at most {@link #MOST}
 * @param exact false if there are more than {@code count}
 */
public record Total(long count, boolean exact) {

  /** The most items that are counted. */
  public static final int MOST = 10_000;

  /** How many rows a statement counts: one more shows that there are more. */
  public static final int LOOKED_AT = MOST + 1;

  /**
   * @param found up to {@link #LOOKED_AT}
   */
  public static Total of(long found) {
    return new Total(Math.min(found, MOST), found <= MOST);
  }
}
