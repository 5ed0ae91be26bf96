package dev.imas.notifier.channel.custom;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A header that a tenant has written. It prints without its value.
 *
 * @param name as RFC 9110 has it
 */
record OwnHeader(String name, String value) {

  private static final Pattern FORM =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}): ?([\\x20-\\x7E]{1,1900})");

  /** Those that say how a body is carried, and those that prove what IMAS says of it. */
  private static final Set<String> OURS =
      Set.of(
          "host",
          "connection",
          "content-length",
          "content-type",
          "transfer-encoding",
          "te",
          "trailer",
          "upgrade",
          "expect",
          "keep-alive",
          "proxy-authorization",
          "idempotency-key",
          "x-imas-event",
          "x-imas-timestamp",
          "x-imas-signature");

  /** What is wrong with it, as the rest of a sentence and without the value; null for nothing. */
  static @Nullable String faultOf(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return "must have the form Name: value, in ASCII";
    }
    String name = matcher.group(1);
    return OURS.contains(name.toLowerCase(Locale.ROOT))
        ? "names the header " + name + ", which IMAS sets itself"
        : null;
  }

  /**
   * @throws IllegalStateException when it is none, as an earlier version may have stored it
   */
  static OwnHeader of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || faultOf(text) != null) {
      throw new IllegalStateException("a header of the provider " + faultOf(text));
    }
    return new OwnHeader(matcher.group(1), matcher.group(2).strip());
  }

  @Override
  public String toString() {
    return name;
  }
}
