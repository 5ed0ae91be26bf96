package dev.imas.core.deployment;

import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import dev.imas.core.model.DeploymentState;
import dev.imas.core.model.EnvironmentTier;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a pipeline reports of a deployment, whose form is right. */
record DeploymentReport(
    String key,
    DeploymentState state,
    @Nullable Instant at,
    String environment,
    @Nullable EnvironmentTier tier,
    @Nullable Reference service,
    String repository,
    String sha,
    String previousSha,
    String ref,
    String actor,
    String url,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  private static final int LONGEST = 200;
  private static final int LONGEST_SHA = 64;
  private static final int LONGEST_LINK = 2_000;
  private static final Pattern LINK = Pattern.compile("https?://[^\\s]+");

  /**
   * @param author who did it where the body does not say
   */
  static DeploymentReport read(Body body, String author) {
    body.only(
        "key",
        "state",
        "at",
        "environment",
        "tier",
        "service",
        "repository",
        "sha",
        "previous_sha",
        "ref",
        "actor",
        "url",
        "started_at",
        "finished_at");
    String word = body.text("state", 20, DeploymentState.SUCCESS.wireName());
    if (DeploymentState.parse(word).isEmpty()) {
      body.fault("/state", "must be queued, running, success, failure, cancelled or rolled_back");
    }
    String tier = body.text("tier", 20);
    if (tier != null && EnvironmentTier.parse(tier).isEmpty()) {
      body.fault("/tier", "must be one of " + EnvironmentDraft.TIERS);
    }
    String url = body.text("url", LONGEST_LINK, "").strip();
    if (!url.isEmpty() && !LINK.matcher(url).matches()) {
      body.fault("/url", "must be a web address");
    }
    Instant started = body.time("started_at");
    Instant finished = body.time("finished_at");
    if (started != null && finished != null && finished.isBefore(started)) {
      body.fault("/finished_at", "must not be before started_at");
    }
    DeploymentState state = DeploymentState.parse(word).orElse(DeploymentState.SUCCESS);
    Instant at = body.time("at");
    DeploymentReport report =
        new DeploymentReport(
            body.requiredText("key", LONGEST).strip(),
            state,
            at != null ? at : state.isEnd() ? finished : started,
            body.requiredText("environment", LONGEST).strip(),
            tier == null ? null : EnvironmentTier.parse(tier).orElse(null),
            body.reference("service"),
            body.text("repository", LONGEST, "").strip(),
            body.text("sha", LONGEST_SHA, "").strip().toLowerCase(Locale.ROOT),
            body.text("previous_sha", LONGEST_SHA, "").strip().toLowerCase(Locale.ROOT),
            body.text("ref", LONGEST, "").strip(),
            body.text("actor", LONGEST, author).strip(),
            url,
            started,
            finished);
    body.throwIfFaulty();
    return report;
  }
}
