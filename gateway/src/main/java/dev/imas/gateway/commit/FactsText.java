package dev.imas.gateway.commit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.platform.Json;
import dev.imas.gateway.decode.ChangeFact;
import dev.imas.gateway.decode.DeploymentFact;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.PushFact;
import java.util.List;

/** The facts of a batch as the JSON that {@code ingest_facts} reads. There are few of them. */
final class FactsText {

  private FactsText() {}

  static String of(List<Submission> submissions) {
    ObjectNode all = Json.MAPPER.createObjectNode();
    ArrayNode deliveries = all.putArray("deliveries");
    ArrayNode deployments = all.putArray("deployments");
    ArrayNode pushes = all.putArray("pushes");
    for (Submission submission : submissions) {
      PostedFacts posted = submission.facts();
      if (posted.delivery() != null) {
        about(deliveries.addObject(), submission).put("id", posted.delivery());
      }
      for (ChangeFact fact : posted.facts()) {
        switch (fact) {
          case DeploymentFact deployment ->
              put(about(deployments.addObject(), submission), deployment);
          case PushFact push -> put(about(pushes.addObject(), submission), push);
        }
      }
    }
    return all.toString();
  }

  private static ObjectNode about(ObjectNode node, Submission submission) {
    return node.put("dialect", submission.dialect())
        .put("tenant", submission.tenant().toString())
        .put("source", submission.source().toString())
        .put("receipt", submission.receipt().toString());
  }

  private static void put(ObjectNode node, DeploymentFact fact) {
    EnvironmentTier tier = fact.tier();
    node.put("key", fact.key())
        .put("state", fact.state().number())
        .put("environment", fact.environment())
        .put("tier", tier == null ? null : tier.number())
        .put("repository", fact.repository())
        .put("repository_id", fact.repositoryId())
        .put("sha", fact.sha())
        .put("previous_sha", fact.previousSha())
        .put("ref", fact.ref())
        .put("actor", fact.actor())
        .put("url", fact.url())
        .put("labels", JsonObjectText.of(fact.labels()));
    time(node, "at", fact.atMicros());
    time(node, "started", fact.startedAtMicros());
    time(node, "finished", fact.finishedAtMicros());
  }

  private static void put(ObjectNode node, PushFact fact) {
    node.put("key", fact.key())
        .put("repository", fact.repository())
        .put("repository_id", fact.repositoryId())
        .put("ref", fact.ref())
        .put("before", fact.before())
        .put("after", fact.after())
        .put("actor", fact.actor())
        .put("url", fact.url())
        .put("total", fact.total())
        .put("labels", JsonObjectText.of(fact.labels()));
    time(node, "at", fact.atMicros());
    ArrayNode commits = node.putArray("commits");
    for (PushFact.Commit commit : fact.commits()) {
      ObjectNode one =
          commits
              .addObject()
              .put("sha", commit.sha())
              .put("author", commit.author())
              .put("title", commit.title());
      time(one, "time", commit.timeMicros());
    }
  }

  private static void time(ObjectNode node, String name, long micros) {
    if (micros != IncomingAlert.NONE) {
      node.put(name, IngestStatement.time(micros).toString());
    }
  }
}
