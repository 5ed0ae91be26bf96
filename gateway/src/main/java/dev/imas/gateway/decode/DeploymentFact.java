package dev.imas.gateway.decode;

import dev.imas.core.model.DeploymentState;
import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * That a deployment came into a state. Texts are empty where the sender does not say.
 *
 * @param key tells the deployment from others of its source
 * @param atMicros when it did, by the sender; {@link IncomingAlert#NONE} where it does not say
 * @param repositoryId the number that the forge has for the repository, which outlives its name
 * @param labels by which it finds its service where its repository has none
 * @param startedAtMicros {@link IncomingAlert#NONE} where the sender does not say
 * @param finishedAtMicros {@link IncomingAlert#NONE} where the sender does not say
 */
public record DeploymentFact(
    String key,
    DeploymentState state,
    long atMicros,
    String environment,
    @Nullable EnvironmentTier tier,
    String repository,
    String repositoryId,
    String sha,
    String previousSha,
    String ref,
    String actor,
    String url,
    long startedAtMicros,
    long finishedAtMicros,
    Labels labels,
    int bodyStart,
    int bodyEnd)
    implements ChangeFact {}
