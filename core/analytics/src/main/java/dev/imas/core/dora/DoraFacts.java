package dev.imas.core.dora;

import java.util.List;

/**
 * What the metrics are computed from. Pure.
 *
 * @param deployments that have ended, but for those that were cancelled
 */
record DoraFacts(
    List<FinishedDeployment> deployments, List<PushRecord> pushes, List<CausedIncident> incidents) {

  DoraFacts {
    deployments = List.copyOf(deployments);
    pushes = List.copyOf(pushes);
    incidents = List.copyOf(incidents);
  }
}
