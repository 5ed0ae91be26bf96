package dev.imas.core.grant;

import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who has rights, as requests name them: {@code user:ada}, {@code service_account:deployer}, {@code
 * token:0190…}.
 *
 * @param reference names one of that kind; tokens have ids only
 */
public record Holder(Kind kind, Reference reference) {

  /** What can have rights. */
  public enum Kind {
    USER,
    SERVICE_ACCOUNT,
    TOKEN;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    public String wireName() {
      return wireName;
    }

    static Optional<Kind> named(String wireName) {
      return Arrays.stream(values()).filter(kind -> kind.wireName.equals(wireName)).findFirst();
    }
  }

  /**
   * A holder as it is shown.
   *
   * @param name null if it no longer exists
   */
  public record Shown(String kind, UUID id, @Nullable String name) {}

  private static final int LONGEST = 200;

  public static Optional<Holder> parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0 || text.substring(colon + 1).isBlank()) {
      return Optional.empty();
    }
    return Kind.named(text.substring(0, colon).strip())
        .map(kind -> new Holder(kind, Reference.of(text.substring(colon + 1).strip())));
  }

  /** Null when absent or faulty. */
  public static @Nullable Holder read(Body body, String member) {
    String text = body.text(member, LONGEST);
    if (text == null) {
      return null;
    }
    Holder holder = parse(text).orElse(null);
    if (holder == null) {
      body.fault(
          "/" + member,
          "'" + text + "' names nobody; write user:ada, service_account:deployer or token:<id>");
    }
    return holder;
  }

  @Override
  public String toString() {
    return kind.wireName + ":" + reference;
  }
}
