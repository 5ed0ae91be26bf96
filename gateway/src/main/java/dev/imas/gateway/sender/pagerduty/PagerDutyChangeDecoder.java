package dev.imas.gateway.sender.pagerduty;

import dev.imas.core.model.DeploymentState;
import dev.imas.core.model.Labels;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.BodyCursor;
import dev.imas.gateway.decode.BodyParser;
import dev.imas.gateway.decode.BodyRefused;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.DeploymentFact;
import dev.imas.gateway.decode.Element;
import dev.imas.gateway.decode.FactDraft;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.SenderTime;
import dev.imas.gateway.decode.SideEventDraft;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One change per body: a deployment, or another change of what is watched. It is no alert. */
final class PagerDutyChangeDecoder implements AlertDecoder {

  /** The custom details that are read; whoever posts a change chooses them. */
  private static final Set<String> READ =
      Set.of(
          "environment",
          "environment_tier",
          "deployment_id",
          "state",
          "build_state",
          "status",
          "repository",
          "sha",
          "commit",
          "revision",
          "previous_sha",
          "ref",
          "branch",
          "actor",
          "user",
          "started_at",
          "finished_at");

  private static final Map<String, DeploymentState> STATES =
      Map.ofEntries(
          Map.entry("queued", DeploymentState.QUEUED),
          Map.entry("running", DeploymentState.RUNNING),
          Map.entry("started", DeploymentState.RUNNING),
          Map.entry("success", DeploymentState.SUCCESS),
          Map.entry("succeeded", DeploymentState.SUCCESS),
          Map.entry("passed", DeploymentState.SUCCESS),
          Map.entry("failure", DeploymentState.FAILURE),
          Map.entry("failed", DeploymentState.FAILURE),
          Map.entry("cancelled", DeploymentState.CANCELLED),
          Map.entry("rolled_back", DeploymentState.ROLLED_BACK));

  @Override
  public String dialect() {
    return "pagerduty-change-events";
  }

  @Override
  public Decoding decode(byte[] body, int length, DecodeContext context) {
    return BodyParser.read(
        body,
        length,
        in -> {
          int start = in.start();
          Change change = new Change();
          change.read(in);
          int end = in.end();
          in.expectEnd();
          if (change.summary == null) {
            throw BodyRefused.shape(
                "/payload/summary", "'payload.summary' is missing or blank", start);
          }
          Labels.Builder labels = new Labels.Builder();
          if (change.source != null) {
            labels.set("source", change.source);
          }
          List<Element> elements = new ArrayList<>();
          elements.add(
              new SideEventDraft(context)
                  .change(
                      change.summary,
                      null,
                      null,
                      labels.build(),
                      change.link(),
                      change.timestamp == null
                          ? IncomingAlert.NONE
                          : SenderTime.read(change.timestamp),
                      start,
                      end));
          DeploymentFact deployed = change.deployment(context, labels.build(), start, end);
          if (deployed != null) {
            elements.add(deployed);
          }
          return new Decoding.Read(elements, 0);
        });
  }

  private static final class Change {
    private @Nullable String summary;
    private @Nullable String source;
    private @Nullable String timestamp;
    private List<String> links = List.of();
    private final Map<String, String> details = new HashMap<>();

    private @Nullable String link() {
      return links.isEmpty() ? null : links.getFirst();
    }

    /** Only a change whose custom details name an environment is a deployment. */
    private @Nullable DeploymentFact deployment(
        DecodeContext context, Labels labels, int start, int end) {
      String word = first("state", "build_state", "status");
      DeploymentState state =
          word == null ? DeploymentState.SUCCESS : STATES.get(word.toLowerCase(Locale.ROOT));
      return state == null
          ? null
          : new FactDraft(context)
              .deployment(
                  new FactDraft.Deployment(
                      first("deployment_id"),
                      state,
                      timestamp,
                      first("environment"),
                      first("environment_tier"),
                      first("repository"),
                      null,
                      first("sha", "commit", "revision"),
                      first("previous_sha"),
                      first("ref", "branch"),
                      first("actor", "user"),
                      first("started_at") == null ? timestamp : first("started_at"),
                      first("finished_at"),
                      link()),
                  labels,
                  start,
                  end);
    }

    private @Nullable String first(String... names) {
      for (String name : names) {
        String found = details.get(name);
        if (found != null) {
          return found;
        }
      }
      return null;
    }

    private void read(BodyCursor in) throws IOException {
      in.members(
          field -> {
            switch (field) {
              case "links" -> links = PagerDutyEvent.urls(in, "href");
              case "payload" -> payload(in);
              default -> in.parser.skipChildren();
            }
          });
    }

    private void details(BodyCursor in) throws IOException {
      details.clear();
      in.members(
          field -> {
            String text = READ.contains(field) ? in.filledText() : null;
            if (text != null) {
              details.put(field, text);
            } else if (!READ.contains(field)) {
              in.parser.skipChildren();
            }
          });
    }

    private void payload(BodyCursor in) throws IOException {
      summary = null;
      source = null;
      timestamp = null;
      details.clear();
      in.members(
          field -> {
            switch (field) {
              case "summary" -> summary = in.filledText();
              case "source" -> source = in.filledText();
              case "timestamp" -> timestamp = in.filledText();
              case "custom_details" -> details(in);
              default -> in.parser.skipChildren();
            }
          });
    }
  }
}
