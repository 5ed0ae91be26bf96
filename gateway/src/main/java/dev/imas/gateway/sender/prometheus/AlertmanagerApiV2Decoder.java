package dev.imas.gateway.sender.prometheus;

import com.fasterxml.jackson.core.JsonToken;
import dev.imas.core.model.Labels;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.AlertEntry;
import dev.imas.gateway.decode.BodyParser;
import dev.imas.gateway.decode.BodyRefused;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.Element;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.LabelMapReader;
import dev.imas.gateway.decode.LabelMerge;
import dev.imas.gateway.decode.LabelSetAlerts;
import dev.imas.gateway.decode.SenderTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v2/alerts}, as Prometheus, amtool and Grafana post it to an Alertmanager. The
 * state follows from {@code endsAt}: an alert fires while it lies ahead. As in Alertmanager, a
 * missing {@code endsAt} is now plus the source's resolve timeout. A missing {@code startsAt} stays
 * missing. It names no episode, so an end in the past, whenever it was, closes what fires now.
 * Labels with empty values are no labels. An alert is broken if it has no labels, has a label
 * without a name, or ends before it starts; the other alerts are kept. An unreadable time counts as
 * missing. All elements may be broken; the edge then answers with their reasons.
 */
public final class AlertmanagerApiV2Decoder implements AlertDecoder {

  @Override
  public boolean identifiesByLabels() {
    return true;
  }

  @Override
  public String dialect() {
    return "alertmanager-api-v2";
  }

  @Override
  public Envelope envelope() {
    return new Envelope("[", "]");
  }

  @Override
  public Decoding decode(byte[] body, int length, DecodeContext context) {
    return BodyParser.read(
        body,
        length,
        in -> {
          if (in.parser.currentToken() != JsonToken.START_ARRAY) {
            in.parser.skipChildren();
            in.expectEnd();
            throw new BodyRefused(400, "", "the body must be a list of alerts", 0);
          }
          List<AlertEntry> entries = AlertEntry.readList(in, new LabelMapReader());
          in.expectEnd();
          LabelSetAlerts alerts =
              new LabelSetAlerts(LabelSetAlerts.PROMETHEUS, context, in.oddText());
          List<Element> elements = new ArrayList<>(entries.size());
          for (int i = 0; i < entries.size(); i++) {
            elements.add(read(i, entries.get(i), alerts, context));
          }
          return new Decoding.Read(elements, 0);
        });
  }

  private static Element read(
      int index, AlertEntry entry, LabelSetAlerts alerts, DecodeContext context) {
    String element = "/" + index;
    if (entry.fault() != null) {
      return LabelSetAlerts.broken(element, entry, entry.faultAt(), entry.fault());
    }
    Labels labels = LabelMerge.withoutEmpty(entry.labels());
    String fault = labelsFault(entry, labels);
    if (fault != null) {
      return LabelSetAlerts.broken(element, entry, "/labels", fault);
    }
    long received = context.receivedAtMicros();
    boolean endGiven = isTime(entry.endsAt());
    long starts = isTime(entry.startsAt()) ? entry.startsAt() : IncomingAlert.NONE;
    long ends =
        endGiven
            ? entry.endsAt()
            : received + context.source().options().resolveTimeout().toMillis() * 1000;
    if (endGiven && starts != IncomingAlert.NONE && ends < starts) {
      return LabelSetAlerts.broken(element, entry, "/endsAt", "start time must be before end time");
    }
    return alerts.read(entry, labels, ends > received, starts, ends);
  }

  /** Alertmanager's own words. */
  private static @Nullable String labelsFault(AlertEntry entry, Labels labels) {
    if (entry.emptyLabelName()) {
      return "invalid label set: invalid name \"\"";
    }
    if (!entry.labelsGiven()) {
      return "labels in body is required";
    }
    return labels.isEmpty() ? "at least one label pair required" : null;
  }

  private static boolean isTime(long time) {
    return time != IncomingAlert.NONE && time != SenderTime.UNREADABLE;
  }
}
