package dev.imas.core.suspect;

import dev.imas.core.model.DeploymentState;
import dev.imas.core.suspicion.ChangeKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change as it was told, with what is shown of it after its event is forgotten.
 *
 * @param at when it happened; of a deployment that was under way, when it ended
 * @param title what was changed
 * @param state of a deployment
 * @param repository empty where it is not known, as environment
 * @param service whose change it is; null where that is not known
 * @param isSameEnvironment whether its environment is that of the incident
 * @param isSetting whether it changed a configuration or a flag
 */
record FoundChange(
    ChangeKind kind,
    UUID id,
    Instant at,
    String title,
    String link,
    String author,
    @Nullable DeploymentState state,
    String repository,
    String environment,
    @Nullable UUID service,
    boolean isSameEnvironment,
    boolean isSetting) {

  private static final int SHORT_SHA = 7;

  boolean hasFailed() {
    return state == DeploymentState.FAILURE || state == DeploymentState.ROLLED_BACK;
  }

  /** What a deployment is called: what was deployed, and where to. */
  static String titleOf(String repository, String sha, String ref, String environment) {
    String version = sha.isEmpty() ? ref : sha.substring(0, Math.min(SHORT_SHA, sha.length()));
    String what = (repository + " " + version).strip();
    return (what.isEmpty() ? "Deployment" : what)
        + (environment.isEmpty() ? "" : " → " + environment);
  }
}
