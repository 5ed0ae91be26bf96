package dev.imas.gateway.sender.pagerduty;

import dev.imas.core.model.Labels;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.BodyCursor;
import dev.imas.gateway.decode.BodyParser;
import dev.imas.gateway.decode.BodyRefused;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.SenderTime;
import dev.imas.gateway.decode.SideEventDraft;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One change per body: a deployment, or another change of what is watched. It is no alert. */
final class PagerDutyChangeDecoder implements AlertDecoder {

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
          return new Decoding.Read(
              List.of(
                  new SideEventDraft(context)
                      .change(
                          change.summary,
                          null,
                          null,
                          labels.build(),
                          change.links.isEmpty() ? null : change.links.getFirst(),
                          change.timestamp == null
                              ? IncomingAlert.NONE
                              : SenderTime.read(change.timestamp),
                          start,
                          end)),
              0);
        });
  }

  private static final class Change {
    private @Nullable String summary;
    private @Nullable String source;
    private @Nullable String timestamp;
    private List<String> links = List.of();

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

    private void payload(BodyCursor in) throws IOException {
      summary = null;
      source = null;
      timestamp = null;
      in.members(
          field -> {
            switch (field) {
              case "summary" -> summary = in.filledText();
              case "source" -> source = in.filledText();
              case "timestamp" -> timestamp = in.filledText();
              default -> in.parser.skipChildren();
            }
          });
    }
  }
}
