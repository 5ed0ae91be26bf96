package dev.imas.core.dora;

import dev.imas.core.model.DeploymentState;
import dev.imas.core.model.EnvironmentTier;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A deployment that has ended, as it was known at a moment. Pure.
 *
 * @param service null where neither its repository nor a label leads to one
 * @param repository in lower case, or empty
 * @param forgeId the forge and its id of the repository, or empty
 * @param place the environment as its sender names it
 * @param environment the tenant's environment that this name belongs to, else the name
 * @param stateAt when it came into its state, where its sender says so
 * @param incident the incident that its branch or a label names
 */
record FinishedDeployment(
    UUID id,
    DeploymentState state,
    Instant finishedAt,
    @Nullable Instant stateAt,
    @Nullable UUID service,
    String repository,
    String forgeId,
    String place,
    String environment,
    EnvironmentTier tier,
    String sha,
    String previousSha,
    String ref,
    @Nullable String incident) {

  /** Of what it is a deployment: the same service, or the same repository, in one environment. */
  record Target(Object owner, String environment) {}

  Target target() {
    return new Target(owner(), environment);
  }

  /** The service, else the repository. */
  Object owner() {
    return service == null ? repository : service;
  }
}
