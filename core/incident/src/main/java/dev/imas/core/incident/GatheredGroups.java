package dev.imas.core.incident;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The group that gathers a service's new groups once its tenant has reached the limit of new
 * incidents. Their alerts share one incident. Rules never make such a key, since theirs have a
 * brace.
 */
public final class GatheredGroups {

  private static final String GATHERED = ":beyond the rate of new incidents";
  private static final String URGENT = ", urgent";

  private GatheredGroups() {}

  /**
   * @param urgent whether it is for SEV1 and SEV2, which are gathered separately, since their lane
   *     must not wait
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
