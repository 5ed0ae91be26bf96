package dev.imas.core.deployment;

import dev.imas.core.http.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A repository of code, and the service that is made of it.
 *
 * @param forge {@code github}, {@code gitlab} or {@code other}, which fits any
 * @param forgeId the forge's own id, which outlives the name; empty where it is not known
 * @param pathPrefixes which folders of it are the service's; empty: all
 * @param commitLink an address with {@code {sha}} in it; empty where there is none
 */
record CodeRepositoryView(
    UUID id,
    String forge,
    String fullName,
    String forgeId,
    String defaultBranch,
    @Nullable Named service,
    List<String> pathPrefixes,
    String commitLink,
    int version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {

  /** What has a page of its own. */
  record Named(UUID id, String name) {}

  /**
   * A repository that changes name and that nobody has entered.
   *
   * @param lastAt when the last of them happened
   */
  record Unknown(
      String forge,
      String fullName,
      String forgeId,
      long deployments,
      long pushes,
      Instant lastAt) {}
}
