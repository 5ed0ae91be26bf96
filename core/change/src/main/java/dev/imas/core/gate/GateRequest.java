package dev.imas.core.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline sends, whose form is right.
 *
 * @param service null: that of the repository
 * @param window the deployment window that it belongs to; null: it does not say
 * @param run by which it asks again; empty: it does not say
 */
record GateRequest(
    @Nullable Reference service,
    @Nullable Reference repository,
    String environment,
    String sha,
    String ref,
    List<String> incidents,
    @Nullable UUID window,
    String run,
    String runUrl,
    boolean isDryRun) {

  private static final int LONGEST = 200;
  private static final int LONGEST_SHA = 64;
  private static final int LONGEST_LINK = 2_000;
  private static final int MOST_INCIDENTS = 10;
  private static final Pattern LINK = Pattern.compile("https?://[^\\s]+");
  private static final Pattern SHA = Pattern.compile("[0-9a-f]{7,64}");

  GateRequest {
    incidents = List.copyOf(incidents);
  }

  static GateRequest read(Body body) {
    body.only(
        "service",
        "repository",
        "environment",
        "sha",
        "ref",
        "incident",
        "incidents",
        "window",
        "run",
        "dry_run");
    Reference service = body.reference("service");
    Reference repository = body.reference("repository");
    if (service == null && repository == null) {
      body.fault("/service", "or /repository must say what is to be deployed");
    }
    String sha = body.text("sha", LONGEST_SHA, "").strip().toLowerCase(Locale.ROOT);
    if (!sha.isEmpty() && !SHA.matcher(sha).matches()) {
      body.fault("/sha", "must be the id of a commit: 7 to 64 of the digits 0-9 and a-f");
    }
    List<String> incidents = new ArrayList<>(body.texts("incidents", MOST_INCIDENTS, LONGEST));
    String incident = body.text("incident", LONGEST);
    if (incident != null && !incident.isBlank()) {
      incidents.add(incident);
    }
    String run = "";
    String url = "";
    JsonNode asking = body.present("run");
    if (asking instanceof ObjectNode object) {
      run = text(body, object, "id", LONGEST);
      url = text(body, object, "url", LONGEST_LINK);
      if (!url.isEmpty() && !LINK.matcher(url).matches()) {
        body.fault("/run/url", "must be a web address");
        url = "";
      }
    } else if (asking != null) {
      body.fault("/run", "must be an object with id and url");
    }
    GateRequest request =
        new GateRequest(
            service,
            repository,
            body.requiredText("environment", LONGEST).strip(),
            sha,
            body.text("ref", LONGEST, "").strip(),
            incidents.stream().map(String::strip).distinct().toList(),
            body.uuid("window"),
            run,
            url,
            body.flag("dry_run", false));
    body.throwIfFaulty();
    return request;
  }

  private static String text(Body body, ObjectNode run, String member, int longest) {
    JsonNode value = run.get(member);
    if (value == null || value.isNull()) {
      return "";
    }
    if (!value.isTextual() || value.asText().length() > longest) {
      body.fault("/run/" + member, "must be a text of at most " + longest + " characters");
      return "";
    }
    return value.asText().strip();
  }
}
