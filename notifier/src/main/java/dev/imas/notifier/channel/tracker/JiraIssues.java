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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Issues of a project (developer.atlassian.com, "Jira Cloud platform REST API", and the same of
 * Jira Data Center). The mark is a label, by which an issue that an earlier attempt has made is
 * searched. Whether an issue is done says the category of its status, since each project has
 * statuses of its own.
 */
final class JiraIssues implements TrackerKind.Tracker {

  private static final String DONE = "done";

  private final String url;
  private final String project;
  private final String type;
  private final @Nullable String email;
  private final Secret token;
  private final List<String> labels;

  JiraIssues(ProviderConfig config) {
    this.url = config.required("url");
    this.project = config.required("project");
    this.type = config.required("issue_type");
    this.email = config.text("email");
    this.token = config.requiredSecret("token");
    this.labels = config.texts("labels");
  }

  private VendorRequest to(UUID id, String path) {
    VendorRequest request = VendorRequest.to(VendorRequest.below(url, "/rest/api" + path), id);
    return email == null ? request.bearer(token) : request.basic(email, token);
  }

  @Override
  public WebRequest probe(UUID id) {
    return to(id, "/2/project/" + project).get(WebRequest.USUAL_ANSWER);
  }

  @Override
  public TaskEnd carryOut(TaskLine line, TrackerWork work) {
    return switch (work) {
      case TrackerWork.Create create -> create(line, create);
      case TrackerWork.Read read -> read(line, read.issue());
      case TrackerWork.SetOpen set -> set(line, set);
    };
  }

  private TaskEnd create(TaskLine line, TrackerWork.Create wanted) {
    Optional<JsonNode> ours = wanted.attempt() > 1 ? find(line, wanted.mark()) : Optional.empty();
    if (ours.isPresent()) {
      return issue(ours.get());
    }
    List<String> all = new ArrayList<>(labels);
    all.add(wanted.mark());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("project", Map.of("key", project));
    fields.put("issuetype", Map.of("name", type));
    fields.put("summary", wanted.title());
    fields.put("description", wanted.text());
    fields.put("labels", all);
    VendorAnswer made =
        TrackerCalls.call(
            line, to(line.id(), "/2/issue").json(HttpMethod.POST, Map.of("fields", fields)));
    String key = made.text("/key");
    return key.isEmpty() ? TrackerCalls.unreadable() : read(line, key);
  }

  /** Jira Cloud has another search than Jira Data Center. */
  private Optional<JsonNode> find(TaskLine line, String mark) {
    String search = email == null ? "/2/search" : "/3/search/jql";
    String query = "project = \"" + project + "\" AND labels = \"" + mark + "\"";
    JsonNode found =
        TrackerCalls.call(
                line,
                to(
                        line.id(),
                        search
                            + "?maxResults=2&fields=summary,status&jql="
                            + VendorRequest.encoded(query))
                    .get(TrackerCalls.LIST))
            .at("/issues");
    if (!found.isArray()) {
      throw new TaskEnd.Stop(TrackerCalls.unreadable());
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
  }

  private TaskEnd read(TaskLine line, String key) {
    return issue(
        TrackerCalls.callAbout(
                line,
                to(line.id(), "/2/issue/" + key + "?fields=summary,status").get(TrackerCalls.LIST))
            .at(""));
  }

  /** By the first transition that leads to a status of the category. */
  private TaskEnd set(TaskLine line, TrackerWork.SetOpen wanted) {
    TaskEnd now = read(line, wanted.issue());
    if (!(now instanceof TaskEnd.Done done)
        || Boolean.valueOf(wanted.isOpen()).equals(done.result().get("open"))) {
      return now;
    }
    String path = "/2/issue/" + wanted.issue() + "/transitions";
    JsonNode transitions =
        TrackerCalls.callAbout(line, to(line.id(), path).get(TrackerCalls.LIST)).at("/transitions");
    for (JsonNode one : transitions) {
      boolean opens = !one.at("/to/statusCategory/key").asText("").equals(DONE);
      if (opens == wanted.isOpen()) {
        TrackerCalls.callAbout(
            line,
            to(line.id(), path)
                .json(
                    HttpMethod.POST,
                    Map.of("transition", Map.of("id", one.path("id").asText("")))));
        return read(line, wanted.issue());
      }
    }
    return new TaskEnd.Dead(
        "its workflow in Jira has no transition that "
            + (wanted.isOpen() ? "opens it again" : "ends it"),
        false);
  }

  private TaskEnd issue(JsonNode issue) {
    String key = issue.path("key").asText("");
    JsonNode status = issue.at("/fields/status");
    if (key.isEmpty() || status.isMissingNode()) {
      return TrackerCalls.unreadable();
    }
    return new TrackerIssue(
            key,
            key,
            VendorRequest.below(url, "/browse/" + key),
            issue.at("/fields/summary").asText(""),
            !status.at("/statusCategory/key").asText("").equals(DONE),
            status.path("name").asText(""))
        .done();
  }
}
