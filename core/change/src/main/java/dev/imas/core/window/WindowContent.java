package dev.imas.core.window;

import dev.imas.core.platform.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a draft names, with ids, and when it is. An approval is for this: another environment,
 * service, commit, rollback plan or incident needs a new one, muting too, and so does a time that
 * begins earlier or ends later. Title, description and checklist may be edited.
 *
 * @param services ascending
 */
record WindowContent(
    UUID environment,
    List<UUID> services,
    String sha,
    String rollbackPlan,
    @Nullable UUID incident,
    boolean mutes,
    Instant from,
    Instant until) {

  WindowContent {
    services = services.stream().distinct().sorted().toList();
  }

  /** In hexadecimal digits, of all but the times. */
  String digest() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("environment", environment);
    all.put("services", services);
    all.put("sha", sha);
    all.put("rollback_plan", rollbackPlan);
    if (incident != null) {
      all.put("incident", incident);
    }
    if (mutes) {
      all.put("mutes", true);
    }
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(Json.write(all).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
