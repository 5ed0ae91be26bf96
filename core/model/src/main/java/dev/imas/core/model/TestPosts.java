package dev.imas.core.model;

import org.jspecify.annotations.Nullable;

/**
 * How a body says that it is a test, and goes on saying it wherever it is kept: in the log in front
 * of the gateways, and as a dead letter. Both keep its type, and the type says it.
 */
public final class TestPosts {

  /** The header of a post: {@code true} for a test. */
  public static final String HEADER = "x-imas-test";

  private static final String MARK = "; imas-test=true";
  private static final String USUAL = "application/json";

  /** The log keeps no more of a type, and the mark is its end. */
  private static final int LONGEST = 256 - MARK.length();

  private TestPosts() {}

  /**
   * The type of a body that is a test. Its other parameters are left out: it is unpacked by now.
   */
  public static String marked(@Nullable String type) {
    String plain = type == null ? USUAL : type.split(";", 2)[0].strip();
    return plain.substring(0, Math.min(plain.length(), LONGEST)) + MARK;
  }

  public static boolean isMarked(@Nullable String type) {
    return type != null && type.endsWith(MARK);
  }
}
