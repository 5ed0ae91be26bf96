package dev.imas.core.user;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.imas.core.access.AccessRole;
import dev.imas.core.http.Versioned;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user as the API shows it.
 *
 * @param role as in JSON
 * @param locale null: the tenant's language
 * @param teams a JSON list of the teams with the role in each
 */
record UserView(
    UUID id,
    String username,
    String email,
    String firstName,
    String lastName,
    @Nullable String phone,
    String role,
    @JsonRawValue String teams,
    String timeZone,
    @Nullable String locale,
    boolean isActive,
    boolean hasPassword,
    int version,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant lastLoginAt)
    implements Versioned {

  boolean isActiveAdmin() {
    return isActive && role.equals(AccessRole.TENANT_ADMIN.wireName());
  }

  /**
   * What the audit keeps: the account by its id, without what identifies the person, so that a
   * person can be forgotten.
   */
  Map<String, Object> withoutPerson() {
    Map<String, Object> kept = new LinkedHashMap<>();
    kept.put("role", role);
    kept.put("is_active", isActive);
    kept.put("time_zone", timeZone);
    kept.put("locale", locale);
    kept.put("version", version);
    return kept;
  }

  /** The same, with the names of the members that a change of the person's data concerned. */
  Map<String, Object> withoutPersonSince(UserView before) {
    Map<String, Object> kept = withoutPerson();
    Map<String, Boolean> changed = new LinkedHashMap<>();
    changed.put("username", !username.equals(before.username));
    changed.put("email", !email.equals(before.email));
    changed.put("first_name", !firstName.equals(before.firstName));
    changed.put("last_name", !lastName.equals(before.lastName));
    changed.put("phone", !String.valueOf(phone).equals(String.valueOf(before.phone)));
    kept.put(
        "changed",
        changed.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList());
    return kept;
  }
}
