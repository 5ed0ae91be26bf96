package dev.imas.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.imas.core.model.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an Alertmanager-shaped list as it stands in the body. Nothing is decided yet, since
 * the envelope may follow the entries.
 */
public final class AlertEntry {

  Labels labels = Labels.EMPTY;
  boolean labelsGiven;
  Labels annotations = Labels.EMPTY;
  @Nullable String status;
  @Nullable String generatorUrl;
  @Nullable String fingerprint;
  long startsAt = IncomingAlert.NONE;
  long endsAt = IncomingAlert.NONE;
  boolean emptyLabelName;
  @Nullable String oddAnnotations;

  // Grafana's own fields.
  @Nullable String dashboardUrl;
  @Nullable String panelUrl;
  @Nullable String silenceUrl;
  @Nullable String imageUrl;
  @Nullable String values;
  @Nullable String valueString;

  /** Why this is no alert, and where in the entry; null when it is one. */
  @Nullable String fault;

  String faultAt = "";
  int bodyStart;
  int bodyEnd;

  public Labels labels() {
    return labels;
  }

  /** Whether it had labels, even if only an empty object. */
  public boolean labelsGiven() {
    return labelsGiven;
  }

  /** Whether a label without a name had a value. */
  public boolean emptyLabelName() {
    return emptyLabelName;
  }

  /** Microseconds since 1970, or the special values of {@link BodyCursor#time}. */
  public long startsAt() {
    return startsAt;
  }

  /** As {@link #startsAt}. */
  public long endsAt() {
    return endsAt;
  }

  /** Why this is no alert; null when it is one. */
  public @Nullable String fault() {
    return fault;
  }

  /** A JSON pointer to the fault within the entry. */
  public String faultAt() {
    return faultAt;
  }

  /** The parser stands at the start of a list and is left at its end. */
  public static List<AlertEntry> readList(BodyCursor in, LabelMapReader maps)
      throws IOException, BodyRefused {
    List<AlertEntry> entries = new ArrayList<>();
    while (in.parser.nextToken() != JsonToken.END_ARRAY) {
      in.countElement();
      AlertEntry entry = new AlertEntry();
      entry.bodyStart = in.start();
      if (in.parser.currentToken() == JsonToken.START_OBJECT) {
        entry.read(in, maps);
      } else {
        entry.fault = "an alert must be an object";
        // Strings are parsed lazily: their end is known only after they were read to the end.
        in.parser.skipChildren();
        in.parser.finishToken();
      }
      entry.bodyEnd = in.end();
      entries.add(entry);
    }
    return entries;
  }

  private void read(BodyCursor in, LabelMapReader maps) throws IOException {
    JsonParser parser = in.parser;
    String field;
    while ((field = parser.nextFieldName()) != null) {
      parser.nextToken();
      switch (field) {
        case "labels" -> labels(in, maps);
        case "annotations" -> annotations(in, maps);
        case "status" -> status = in.text();
        case "startsAt" -> startsAt = in.time();
        case "endsAt" -> endsAt = in.time();
        case "generatorURL" -> generatorUrl = in.text();
        case "fingerprint" -> fingerprint = in.text();
        case "dashboardURL" -> dashboardUrl = in.text();
        case "panelURL" -> panelUrl = in.text();
        case "silenceURL" -> silenceUrl = in.text();
        case "imageURL" -> imageUrl = in.text();
        case "values" -> values = in.text();
        case "valueString" -> valueString = in.text();
        default -> parser.skipChildren();
      }
    }
  }

  private void labels(BodyCursor in, LabelMapReader maps) throws IOException {
    labels = Labels.EMPTY;
    labelsGiven = false;
    fault = null;
    faultAt = "";
    emptyLabelName = false;
    JsonToken token = in.parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      labels = maps.read(in);
      labelsGiven = true;
      emptyLabelName = maps.sawEmptyName();
    } else if (token != JsonToken.VALUE_NULL) {
      fault = "labels must be an object";
      faultAt = "/labels";
      in.parser.skipChildren();
    }
  }

  private void annotations(BodyCursor in, LabelMapReader maps) throws IOException {
    annotations = Labels.EMPTY;
    oddAnnotations = null;
    if (in.parser.currentToken() == JsonToken.START_OBJECT) {
      annotations = maps.read(in);
    } else {
      oddAnnotations = in.text();
    }
  }
}
