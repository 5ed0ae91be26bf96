package dev.imas.core.option;

import dev.imas.core.model.TenantId;
import java.util.UUID;

/**
 * How the topics of a tenant begin. So nobody reads what was written for another tenant. Core
 * checks by it what it stores, and the gateway what it reads.
 *
 * @param pattern with {@link #TENANT} in the place of the tenant's id
 */
public record TopicPrefix(String pattern) {

  /** The setting, of core and gateways alike. */
  public static final String SETTING = "gateway.kafka.topic-prefix";

  public static final String DEFAULT = "imas.{tenant}.";

  private static final String TENANT = "{tenant}";
  private static final int UUID_LENGTH = 36;

  /**
   * By the tenant's id, and not by its name: names change, and one may be the beginning of another.
   */
  public String of(TenantId tenant) {
    return pattern.replace(TENANT, tenant.value().toString());
  }

  /** Whether a topic of this name may be read for the tenant. */
  public boolean covers(KafkaTopic topic, TenantId tenant) {
    return covers(topic.name(), tenant);
  }

  /** Whether a topic of this name may be read for some tenant, as far as the prefix alone says. */
  public boolean mayCover(String topic) {
    int tenant = pattern.indexOf(TENANT);
    if (tenant < 0) {
      return topic.startsWith(pattern);
    }
    int after = tenant + UUID_LENGTH;
    if (!topic.startsWith(pattern.substring(0, tenant)) || topic.length() < after) {
      return false;
    }
    try {
      return covers(topic, new TenantId(UUID.fromString(topic.substring(tenant, after))));
    } catch (IllegalArgumentException noId) {
      return false;
    }
  }

  private boolean covers(String topic, TenantId tenant) {
    return topic.startsWith(of(tenant));
  }
}
