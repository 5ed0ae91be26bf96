package dev.imas.core.grant;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.imas.core.access.Grant;
import dev.imas.core.access.Permission;
import dev.imas.core.platform.Json;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Grants as the database's function {@code grants_of} writes them. */
public final class GrantJson {

  private record Stored(
      String permission, @Nullable UUID team, Instant from, @Nullable Instant until) {}

  private static final TypeReference<List<Stored>> LIST = new TypeReference<>() {};

  private GrantJson() {}

  /** A permission that this version does not know is a newer one's, and counts for nothing here. */
  public static List<Grant> read(String json) {
    return Json.read(json, LIST).stream()
        .flatMap(
            stored ->
                Permission.named(stored.permission).stream()
                    .map(known -> new Grant(known, stored.team, stored.from, stored.until)))
        .toList();
  }
}
