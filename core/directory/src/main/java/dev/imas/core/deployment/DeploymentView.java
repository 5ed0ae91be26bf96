package dev.imas.core.deployment;

import dev.imas.core.deployment.CodeRepositoryView.Named;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A deployment, as all that was told of it says together.
 *
 * @param key tells it from others of its source
 * @param service whose it is: the service of its repository, else the one that it names
 * @param source null where it was reported through the API
 * @param happenedAt its end, else its last state, else its start, else when it was told
 * @param knownAt when it was first told
 */
record DeploymentView(
    UUID id,
    String key,
    String state,
    String environment,
    String tier,
    @Nullable Named service,
    String repository,
    String sha,
    String previousSha,
    String ref,
    String actor,
    String url,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    Instant happenedAt,
    Instant knownAt,
    @Nullable Named source) {

  /**
   * Something that was told of it.
   *
   * @param at by the sender; null where it does not say
   */
  record Transition(
      String state, @Nullable Instant at, Instant knownAt, String sha, String actor) {}
}
