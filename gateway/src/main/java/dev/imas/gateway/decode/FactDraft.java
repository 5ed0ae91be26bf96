package dev.imas.gateway.decode;

import dev.imas.core.model.DeploymentState;
import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.model.Labels;
import dev.imas.core.model.ShownText;
import dev.imas.core.profile.FactRule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes facts of what a dialect reads: texts are cut and cleaned, times that are none are left. */
public final class FactDraft {

  static final int LONGEST_NAME = 200;
  static final int LONGEST_REF = 300;
  static final int LONGEST_SHA = 64;
  static final int LONGEST_COMMIT_TITLE = 120;

  /** In hexadecimal digits: enough to tell the authors of one tenant apart. */
  private static final int LENGTH_OF_AUTHOR = 16;

  private final DecodeContext context;

  public FactDraft(DecodeContext context) {
    this.context = context;
  }

  /** What a sender says of a deployment, each null where it does not. */
  public record Deployment(
      @Nullable String id,
      DeploymentState state,
      @Nullable String at,
      @Nullable String environment,
      @Nullable String tier,
      @Nullable String repository,
      @Nullable String repositoryId,
      @Nullable String sha,
      @Nullable String previousSha,
      @Nullable String ref,
      @Nullable String actor,
      @Nullable String startedAt,
      @Nullable String finishedAt,
      @Nullable String url) {}

  /** What a sender says of a push, each null where it does not. */
  public record Push(
      @Nullable String repository,
      @Nullable String repositoryId,
      @Nullable String ref,
      @Nullable String before,
      @Nullable String after,
      @Nullable String at,
      @Nullable String actor,
      @Nullable String url,
      @Nullable String total) {}

  /** What a sender says of a commit, each null where it does not. */
  public record Commit(
      @Nullable String sha,
      @Nullable String time,
      @Nullable String author,
      @Nullable String title) {}

  /** Null where it says not where to, or nothing tells it from other deployments. */
  public @Nullable DeploymentFact deployment(Deployment said, Labels labels, int from, int to) {
    String environment = single(said.environment(), LONGEST_NAME);
    if (environment.isEmpty()) {
      return null;
    }
    String sha = sha(said.sha());
    String repository = single(said.repository(), LONGEST_NAME);
    String repositoryId = single(said.repositoryId(), LONGEST_NAME);
    long started = time(said.startedAt());
    String key;
    if (said.id() != null && !said.id().isBlank()) {
      key = digest("id", said.id().strip());
    } else if (!sha.isEmpty() && started != IncomingAlert.NONE) {
      key = digest("start", repositoryId, repository, sha, environment, Long.toString(started));
    } else {
      return null;
    }
    return new DeploymentFact(
        key,
        said.state(),
        time(said.at()),
        environment,
        tier(said.tier()),
        repository,
        repositoryId,
        sha,
        sha(said.previousSha()),
        single(said.ref(), LONGEST_REF),
        single(said.actor(), SideEventDraft.LONGEST_AUTHOR),
        SideEventDraft.link(said.url()),
        started,
        time(said.finishedAt()),
        fitted(labels),
        from,
        to);
  }

  /**
   * Null where nothing tells it from other pushes.
   *
   * @param listed all commits of the body, in its order
   */
  public @Nullable PushFact push(Push said, List<Commit> listed, Labels labels, int from, int to) {
    String repository = single(said.repository(), LONGEST_NAME);
    String repositoryId = single(said.repositoryId(), LONGEST_NAME);
    String ref = single(said.ref(), LONGEST_REF);
    String before = sha(said.before());
    String after = sha(said.after());
    if (ref.isEmpty() || after.isEmpty()) {
      return null;
    }
    List<PushFact.Commit> commits = new ArrayList<>();
    for (Commit commit : listed) {
      String sha = sha(commit.sha());
      if (sha.isEmpty() || commits.size() == FactRule.MOST_COMMITS) {
        continue;
      }
      String author = commit.author() == null ? "" : commit.author().strip();
      commits.add(
          new PushFact.Commit(
              sha,
              time(commit.time()),
              author.isEmpty()
                  ? ""
                  : digest(context.tenant().value().toString(), author.toLowerCase(Locale.ROOT))
                      .substring(0, LENGTH_OF_AUTHOR),
              firstLine(commit.title())));
    }
    return new PushFact(
        digest("push", repositoryId, repository, ref, before, after),
        time(said.at()),
        repository,
        repositoryId,
        ref,
        before,
        after,
        single(said.actor(), SideEventDraft.LONGEST_AUTHOR),
        SideEventDraft.link(said.url()),
        commits,
        Math.max(listed.size(), number(said.total())),
        fitted(labels),
        from,
        to);
  }

  private Labels fitted(Labels labels) {
    return StoredText.shorten(
        StoredText.labels(context.limits(), true).fit(labels, new AlertDraft(context, true)),
        context.limits().maxText());
  }

  private static String single(@Nullable String text, int longest) {
    return text == null ? "" : ShownText.of(StoredText.single(text.strip(), longest)).strip();
  }

  /** Forges write shas in hexadecimal; of nothing, as before the first commit, they write zeros. */
  private static String sha(@Nullable String text) {
    String sha = single(text, LONGEST_SHA).toLowerCase(Locale.ROOT);
    return sha.chars().allMatch(c -> c == '0') ? "" : sha;
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "" : single(text.lines().findFirst().orElse(""), LONGEST_COMMIT_TITLE);
  }

  private static long time(@Nullable String text) {
    long read = text == null ? IncomingAlert.NONE : SenderTime.read(text);
    return read == SenderTime.UNREADABLE || read < 0 ? IncomingAlert.NONE : read;
  }

  private static @Nullable EnvironmentTier tier(@Nullable String text) {
    return text == null
        ? null
        : text.strip().equalsIgnoreCase("true")
            ? EnvironmentTier.PRODUCTION
            : EnvironmentTier.parse(text.strip()).orElse(null);
  }

  private static int number(@Nullable String text) {
    try {
      return text == null ? 0 : Math.max(0, Integer.parseInt(text.strip()));
    } catch (NumberFormatException notOne) {
      return 0;
    }
  }

  /** In hexadecimal. Each part is preceded by its length, so that no two lists are alike. */
  private static String digest(String... parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        sha.update(bytes);
      }
      return HexFormat.of().formatHex(sha.digest(), 0, 20);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
