package dev.imas.core.incident;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The group of a service's new groups, once its tenant has opened as many incidents as it may:
 * their alerts share one incident. No rule makes such a key, as each of theirs has a brace.
 */
public final class GatheredGroups {

  private static final String GATHERED = ":beyond the rate of new incidents";
  private static final String URGENT = ", urgent";

  private GatheredGroups() {}

  /**
   * @param urgent SEV1 and SEV2 are gathered apart: their lane waits for no other
   */
  public static String key(UUID service, boolean urgent) {
    return service + GATHERED + (urgent ? URGENT : "");
  }

  public static boolean isKey(@Nullable String groupKey) {
    return groupKey != null
        && groupKey.indexOf('{') < 0
        && (groupKey.endsWith(GATHERED) || groupKey.endsWith(GATHERED + URGENT));
  }
}
