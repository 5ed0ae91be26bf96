package dev.imas.notifier.channel.tracker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Secret;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.channel.TaskEnd;
import dev.imas.notifier.channel.TaskLine;
import dev.imas.notifier.channel.TrackerIssue;
import dev.imas.notifier.channel.TrackerWork;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebRequest;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Issues of a project (docs.gitlab.com, "Issues API"). The mark stands in a comment at the end of
 * the description, by which an issue that an earlier attempt has made is searched.
 */
final class GitlabIssues implements TrackerKind.Tracker {

  private final String url;
  private final String project;
  private final Secret token;
  private final List<String> labels;

  GitlabIssues(ProviderConfig config) {
    this.url = config.required("url");
    this.project = config.required("project");
    this.token = config.requiredSecret("token");
    this.labels = config.texts("labels");
  }

  private VendorRequest to(UUID id, String path) {
    return VendorRequest.to(
            VendorRequest.below(url, "/api/v4/projects/" + VendorRequest.encoded(project) + path),
            id)
        .with("PRIVATE-TOKEN", token.reveal());
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
                      line, to(line.id(), "/issues/" + read.issue()).get(TrackerCalls.LIST))
                  .at(""));
      case TrackerWork.SetOpen set -> set(line, set);
    };
  }

  /** Closing what is closed is refused there, so it is read first. */
  private TaskEnd set(TaskLine line, TrackerWork.SetOpen wanted) {
    String path = "/issues/" + wanted.issue();
    JsonNode now = TrackerCalls.callAbout(line, to(line.id(), path).get(TrackerCalls.LIST)).at("");
    if (isOpen(now) == wanted.isOpen()) {
      return issue(now);
    }
    return issue(
        TrackerCalls.callAbout(
                line,
                to(line.id(), path)
                    .json(
                        HttpMethod.PUT,
                        Map.of("state_event", wanted.isOpen() ? "reopen" : "close")))
            .at(""));
  }

  private TaskEnd create(TaskLine line, TrackerWork.Create wanted) {
    Optional<JsonNode> ours = wanted.attempt() > 1 ? find(line, wanted) : Optional.empty();
    if (ours.isPresent()) {
      return issue(ours.get());
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("title", wanted.title());
    body.put("description", wanted.text() + "\n\n<!-- " + wanted.mark() + " -->");
    if (!labels.isEmpty()) {
      body.put("labels", String.join(",", labels));
    }
    return issue(
        TrackerCalls.call(line, to(line.id(), "/issues").json(HttpMethod.POST, body)).at(""));
  }

  private Optional<JsonNode> find(TaskLine line, TrackerWork.Create wanted) {
    JsonNode found =
        TrackerCalls.call(
                line,
                to(
                        line.id(),
                        "/issues?scope=all&in=description&per_page=20&search="
                            + VendorRequest.encoded(wanted.mark()))
                    .get(TrackerCalls.LIST))
            .at("");
    if (!found.isArray()) {
      throw new TaskEnd.Stop(TrackerCalls.unreadable());
    }
    for (JsonNode one : found) {
      if (one.path("description").asText("").contains(wanted.mark())) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  private static boolean isOpen(JsonNode issue) {
    return issue.path("state").asText("").equals("opened");
  }

  private TaskEnd issue(JsonNode issue) {
    String number = issue.path("iid").asText("");
    String state = issue.path("state").asText("");
    if (number.isEmpty() || state.isEmpty()) {
      return TrackerCalls.unreadable();
    }
    return new TrackerIssue(
            number,
            project + "#" + number,
            issue.path("web_url").asText(""),
            issue.path("title").asText(""),
            isOpen(issue),
            state)
        .done();
  }
}
