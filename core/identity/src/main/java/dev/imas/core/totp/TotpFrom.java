package dev.imas.core.totp;

import dev.imas.core.access.AccessRole;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lowest role that needs a second factor. */
public enum TotpFrom {
  NOBODY(null),
  VIEWER(AccessRole.VIEWER),
  RESPONDER(AccessRole.RESPONDER),
  OPERATOR(AccessRole.OPERATOR),
  TENANT_ADMIN(AccessRole.TENANT_ADMIN);

  private final @Nullable AccessRole lowest;
  private final String wireName = name().toLowerCase(Locale.ROOT);

  TotpFrom(@Nullable AccessRole lowest) {
    this.lowest = lowest;
  }

  String wireName() {
    return wireName;
  }

  /** An unknown name, such as one of a later version, means everybody. */
  static TotpFrom named(@Nullable String wireName) {
    return wireName == null
        ? NOBODY
        : Arrays.stream(values())
            .filter(from -> from.wireName.equals(wireName))
            .findFirst()
            .orElse(VIEWER);
  }

  static String names() {
    return Arrays.stream(values()).map(TotpFrom::wireName).collect(Collectors.joining(", "));
  }

  private boolean includes(AccessRole role) {
    return lowest != null && role.includes(lowest);
  }

  /**
   * Whether that role needs one: what the tenant says adds to what the installation says.
   *
   * @param tenant as it is stored; null if the tenant says nothing
   */
  public boolean requires(AccessRole role, @Nullable String tenant) {
    return includes(role) || named(tenant).includes(role);
  }
}
