package dev.imas.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import dev.imas.core.model.Labels;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Withholds what custom senders should not have sent: the value of a field with the name of a
 * secret, also within a JSON value. Labels and annotations are shown in lists and pages, and to
 * everybody who may read an incident.
 */
public final class SecretFields {

  static final String STARS = "***";

  /**
   * The endings of folded names. Beginnings do not count: {@code secret_name} and {@code
   * tokens_used} hold no secret.
   */
  private static final String[] ENDINGS = {
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "accesskeyid",
    "secretkey",
    "privatekey",
    "signingkey",
    "encryptionkey",
    "sharedkey",
    "authkey",
    "routingkey",
    "integrationkey",
    "licensekey",
    "authorization",
    "credential",
    "credentials",
    "cookie",
    "jwt"
  };

  private static final Set<String> WHOLE = Set.of("auth", "pass", "bearer");

  private SecretFields() {}

  public static boolean isSecret(String name) {
    if (!mayEnd(name)) {
      return false;
    }
    for (String ending : ENDINGS) {
      if (FoldedName.endsWith(name, ending)) {
        return true;
      }
    }
    return name.length() <= 8 && WHOLE.contains(FoldedName.of(name));
  }

  /**
   * Rules out nearly every name by its last two letters, since this is asked of each label and
   * annotation.
   */
  private static boolean mayEnd(String name) {
    int end = name.length() - 1;
    if (end < 2) {
      return false;
    }
    int before = name.charAt(end - 1) | 0x20;
    return switch (name.charAt(end) | 0x20) {
      case 'd' -> before == 'r' || before == 'w' || before == 'i';
      case 'e' -> before == 's' || before == 'i';
      case 't' -> before == 'e' || before == 'w';
      case 'n' -> before == 'e' || before == 'o';
      case 'y', 'r' -> before == 'e';
      case 'l' -> before == 'a';
      case 's' -> before == 'l' || before == 's';
      case 'h' -> before == 't';
      // A separator: what stands before it does not matter.
      default -> !Character.isLetterOrDigit(name.charAt(end));
    };
  }

  /** Returns the same object where nothing is to be withheld. */
  public static Labels withhold(Labels all, AlertDraft draft) {
    for (int i = 0; i < all.size(); i++) {
      if (stars(all.name(i), all.value(i)) != null) {
        draft.raise(Flag.SECRET_WITHHELD);
        return copy(all);
      }
    }
    return all;
  }

  private static Labels copy(Labels all) {
    Labels.Builder copy = new Labels.Builder();
    for (int i = 0; i < all.size(); i++) {
      String stars = stars(all.name(i), all.value(i));
      copy.set(all.name(i), stars == null ? all.value(i) : stars);
    }
    return copy.build();
  }

  /** What is kept in place of the value; null where the value itself may be kept. */
  private static @Nullable String stars(String name, String value) {
    if (value.isEmpty()) {
      return null;
    }
    if (isSecret(name)) {
      return STARS;
    }
    return value.charAt(0) == '{' || value.charAt(0) == '[' ? inside(value) : null;
  }

  private static @Nullable String inside(String json) {
    try (JsonParser parser = BodyParser.again(json)) {
      parser.nextToken();
      String written = CompactJson.readWithholding(parser);
      return parser.nextToken() == null ? written : null;
    } catch (IOException notJson) {
      return null;
    }
  }
}
