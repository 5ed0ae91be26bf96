package dev.imas.core.profile;

import dev.imas.core.model.DeploymentState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a body says of a change, besides what it says of an alert. It is no alert of its own. */
public sealed interface FactRule {

  /** The most commits that are kept of a push. */
  int MOST_COMMITS = 2_048;

  /**
   * A deployment. A body whose state is none of the words tells nothing of one.
   *
   * @param id tells it from others of its source; where it finds nothing, commit, environment and
   *     start do so together
   * @param states by word, in lower case
   * @param at when it came into this state
   * @param tier a tier's name, or {@code true} for production
   */
  record Deployment(
      @Nullable TextRule id,
      TextRule state,
      Map<String, DeploymentState> states,
      @Nullable TextRule at,
      @Nullable TextRule environment,
      @Nullable TextRule tier,
      @Nullable TextRule repository,
      @Nullable TextRule repositoryId,
      @Nullable TextRule sha,
      @Nullable TextRule previousSha,
      @Nullable TextRule ref,
      @Nullable TextRule actor,
      @Nullable TextRule startedAt,
      @Nullable TextRule finishedAt,
      @Nullable TextRule url)
      implements FactRule {

    public Deployment {
      states = Map.copyOf(states);
    }
  }

  /**
   * A push of commits.
   *
   * @param commits the list of commits, ending in {@code *}; sha, time, author and title are
   *     pointers into it
   * @param total how many commits there are, where the sender lists the newest alone
   */
  record Push(
      Pointer commits,
      @Nullable TextRule sha,
      @Nullable TextRule time,
      @Nullable TextRule author,
      @Nullable TextRule title,
      @Nullable TextRule repository,
      @Nullable TextRule repositoryId,
      @Nullable TextRule ref,
      @Nullable TextRule before,
      @Nullable TextRule after,
      @Nullable TextRule at,
      @Nullable TextRule actor,
      @Nullable TextRule total,
      @Nullable TextRule url)
      implements FactRule {}
}
