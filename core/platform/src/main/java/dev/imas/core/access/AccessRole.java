package dev.imas.core.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a user or a token may do in general. Each role includes the ones before it. */
public enum AccessRole {
  VIEWER("reads everything of the tenant"),
  RESPONDER("acknowledges incidents and comments on them"),
  OPERATOR("opens, edits, mitigates, resolves and reopens incidents, and sends again what failed"),
  TENANT_ADMIN("does everything in the tenant"),
  /** Of the platform, and of no tenant. */
  PLATFORM_ADMIN("does everything on the platform; enters a tenant by a grant that ends");

  private final String wireName = name().toLowerCase(Locale.ROOT);
  private final String does;

  AccessRole(String does) {
    this.does = does;
  }

  /** The name in JSON and in the database, such as {@code tenant_admin}. */
  public String wireName() {
    return wireName;
  }

  /** What it adds to the roles before it, for people. */
  public String does() {
    return does;
  }

  public boolean includes(AccessRole other) {
    return ordinal() >= other.ordinal();
  }

  public static Optional<AccessRole> named(String wireName) {
    return Arrays.stream(values()).filter(role -> role.wireName.equals(wireName)).findFirst();
  }

  /** The roles that one may have in a tenant, for people. */
  public static String namesInATenant() {
    return Arrays.stream(values())
        .filter(role -> role != PLATFORM_ADMIN)
        .map(AccessRole::wireName)
        .collect(Collectors.joining(", "));
  }
}
