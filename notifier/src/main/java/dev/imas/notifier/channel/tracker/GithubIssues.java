package dev.imas.notifier.channel.tracker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Secret;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.channel.TaskEnd;
import dev.imas.notifier.channel.TaskLine;
import dev.imas.notifier.channel.TrackerIssue;
import dev.imas.notifier.channel.TrackerWork;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebRequest;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Issues of a repository (docs.github.com, "REST API endpoints for issues"). The mark stands in a
 * comment at the end of the text, which readers do not see. An issue that an earlier attempt has
 * made is looked for in the list of issues, which has it at once; the search of GitHub would not.
 */
final class GithubIssues implements TrackerKind.Tracker {

  private static final int PAGE = 100;

  /** Of the repository, since the task was exported. */
  private static final int MOST_PAGES = 10;

  /** Their clock and ours may differ. */
  private static final Duration EARLIER = Duration.ofHours(1);

  private final String url;
  private final String repository;
  private final Secret token;
  private final List<String> labels;

  GithubIssues(ProviderConfig config) {
    this.url = config.required("url");
    this.repository = config.required("repository");
    this.token = config.requiredSecret("token");
    this.labels = config.texts("labels");
  }

  private VendorRequest to(UUID id, String path) {
    return VendorRequest.to(VendorRequest.below(url, "/repos/" + repository + path), id)
        .bearer(token)
        .with("Accept", "application/vnd.github+json")
        .with("X-GitHub-Api-Version", "2022-11-28");
  }

  @Override
  public WebRequest probe(UUID id) {
    return to(id, "").get(WebRequest.USUAL_ANSWER);
  }

  @Override
  public TaskEnd carryOut(TaskLine line, TrackerWork work) {
    return switch (work) {
      case TrackerWork.Create create -> create(line, create);
      case TrackerWork.Read read ->
          issue(
              TrackerCalls.callAbout(
                  line, to(line.id(), "/issues/" + read.issue()).get(TrackerCalls.LIST)));
      case TrackerWork.SetOpen set ->
          issue(
              TrackerCalls.callAbout(
                  line,
                  to(line.id(), "/issues/" + set.issue())
                      .json(HttpMethod.PATCH, Map.of("state", set.isOpen() ? "open" : "closed"))));
    };
  }

  private TaskEnd create(TaskLine line, TrackerWork.Create wanted) {
    Optional<JsonNode> ours = wanted.attempt() > 1 ? find(line, wanted) : Optional.empty();
    if (ours.isPresent()) {
      return issue(ours.get());
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("title", wanted.title());
    body.put("body", wanted.text() + "\n\n<!-- " + wanted.mark() + " -->");
    if (!labels.isEmpty()) {
      body.put("labels", labels);
    }
    return issue(TrackerCalls.call(line, to(line.id(), "/issues").json(HttpMethod.POST, body)));
  }

  /** The newest come first, so it ends at the first that is older than the task's export. */
  private Optional<JsonNode> find(TaskLine line, TrackerWork.Create wanted) {
    Instant since = wanted.askedAt().minus(EARLIER);
    for (int page = 1; page <= MOST_PAGES; page++) {
      JsonNode listed =
          TrackerCalls.call(
                  line,
                  to(
                          line.id(),
                          "/issues?state=all&sort=created&direction=desc&per_page="
                              + PAGE
                              + "&page="
                              + page)
                      .get(TrackerCalls.LIST))
              .at("");
      if (!listed.isArray()) {
        throw new TaskEnd.Stop(TrackerCalls.unreadable());
      }
      for (JsonNode one : listed) {
        if (one.path("body").asText("").contains(wanted.mark())) {
          return Optional.of(one);
        }
      }
      if (listed.size() < PAGE || created(listed.get(listed.size() - 1)).isBefore(since)) {
        return Optional.empty();
      }
    }
    throw new TaskEnd.Stop(
        new TaskEnd.Dead(
            "an earlier attempt may have made the issue, and it is not among the newest "
                + MOST_PAGES * PAGE
                + "; look for "
                + wanted.mark(),
            false));
  }

  private static Instant created(JsonNode issue) {
    try {
      return Instant.parse(issue.path("created_at").asText(""));
    } catch (DateTimeParseException e) {
      throw new TaskEnd.Stop(TrackerCalls.unreadable());
    }
  }

  private TaskEnd issue(VendorAnswer answer) {
    return issue(answer.at(""));
  }

  private TaskEnd issue(JsonNode issue) {
    String number = issue.path("number").asText("");
    String state = issue.path("state").asText("");
    if (number.isEmpty() || state.isEmpty()) {
      return TrackerCalls.unreadable();
    }
    return new TrackerIssue(
            number,
            repository + "#" + number,
            issue.path("html_url").asText(""),
            issue.path("title").asText(""),
            state.equals("open"),
            state)
        .done();
  }
}
