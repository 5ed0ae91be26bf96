package dev.imas.core.model;

import java.util.regex.Pattern;

/**
 * One mail address and nothing else: no list, no display name, no quoted part (RFC 5322, 3.4.1),
 * nothing that ends a header. Whoever stores an address and whoever mails to it ask here, so that
 * none is stored that is refused when it matters.
 */
public final class MailAddress {

  /** A local part of 64, an at sign, a domain of 255 (RFC 5321, 4.5.3.1). */
  public static final int LONGEST = 320;

  private static final Pattern PLAIN =
      Pattern.compile("[^\\s\\p{Cntrl}<>()\\[\\],;:\\\\\"@]{1,64}@[\\p{L}\\p{N}.-]{1,255}");

  private static final Pattern DOTTED = Pattern.compile("[^@]+@[^.@]{1,63}(\\.[^.@]{1,63}){1,8}");

  private MailAddress() {}

  /** A domain of one name will do, such as that of {@code root@localhost}. */
  public static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches();
  }

  /** With a domain as the public net has them, such as {@code ann@example.org}. */
  public static boolean isPublic(String text) {
    return isPlain(text) && DOTTED.matcher(text).matches();
  }
}
