package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The canonical text of a group: {@code <service-id>:{a="x", b="y"}}. Missing and empty labels are
 * left out, since both mean the same.
 */
public final class GroupKey {

  /**
   * At three bytes a character this fits into an entry of PostgreSQL's index (2,704 bytes). That
   * unique index ensures "one open incident per group".
   */
  public static final int LONGEST = 512;

  private static final int DIGEST_BYTES = 16;

  private GroupKey() {}

  /** The part that does not depend on the alert. */
  static String prefix(Service service) {
    return service.id() + ":{";
  }

  /**
   * @param names sorted, each once
   */
  static String of(String prefix, String[] names, Labels labels) {
    StringBuilder key = new StringBuilder(prefix.length() + 1 + 48 * names.length).append(prefix);
    for (String name : names) {
      String value = labels.get(name);
      if (value != null) {
        append(key, prefix.length(), name, value);
      }
    }
    return close(key);
  }

  static String ofAll(String prefix, Labels labels) {
    StringBuilder key = new StringBuilder(prefix.length() + 1 + 32 * labels.size()).append(prefix);
    for (int i = 0; i < labels.size(); i++) {
      append(key, prefix.length(), labels.name(i), labels.value(i));
    }
    return close(key);
  }

  private static void append(StringBuilder key, int prefix, String name, String value) {
    if (!value.isEmpty()) {
      if (key.length() > prefix) {
        key.append(", ");
      }
      Quoting.appendQuoted(Quoting.appendName(key, name).append('='), value);
    }
  }

  private static String close(StringBuilder key) {
    key.append('}');
    return key.length() <= LONGEST ? key.toString() : shorten(key.toString());
  }

  /** The start of the key, for people, and a hash of the whole, to tell it from others. */
  private static String shorten(String key) {
    int cut = LONGEST - 2 * DIGEST_BYTES - 2;
    if (Character.isHighSurrogate(key.charAt(cut - 1))) {
      cut--;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return key.substring(0, cut) + "…#" + HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
