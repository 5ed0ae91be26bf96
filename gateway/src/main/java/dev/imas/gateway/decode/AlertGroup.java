package dev.imas.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.imas.core.model.Labels;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The envelope that Alertmanager and Grafana post: a list of alerts with what they have in common.
 * The fields come in any order, the common ones often last.
 */
final class AlertGroup {

  /** Takes a field of the envelope that is not named here. */
  interface OtherFields {
    OtherFields SKIPPED = (name, in) -> in.parser.skipChildren();

    /** The parser stands at the value; is left at its end. */
    void read(String name, BodyCursor in) throws IOException;
  }

  @Nullable List<AlertEntry> alerts;
  Labels commonLabels = Labels.EMPTY;
  Labels commonAnnotations = Labels.EMPTY;
  @Nullable String status;
  @Nullable String groupKey;
  @Nullable String receiver;
  @Nullable String externalUrl;
  int truncatedAlerts;

  private @Nullable String commonLabelsFault;
  private @Nullable String alertsFault;
  private int faultOffset = -1;

  /** The parser stands at the start of the envelope, and is left at its end. */
  static AlertGroup read(BodyCursor in, OtherFields others) throws IOException, BodyRefused {
    AlertGroup group = new AlertGroup();
    group.readFields(in, others);
    return group;
  }

  private void readFields(BodyCursor in, OtherFields others) throws IOException, BodyRefused {
    JsonParser parser = in.parser;
    LabelMapReader maps = new LabelMapReader();
    String field;
    while ((field = parser.nextFieldName()) != null) {
      parser.nextToken();
      switch (field) {
        case "alerts" -> alerts(in, maps);
        case "commonLabels" -> {
          commonLabels = map(in, maps);
          commonLabelsFault = null;
          if (parser.currentToken() != JsonToken.END_OBJECT
              && parser.currentToken() != JsonToken.VALUE_NULL) {
            commonLabelsFault = "commonLabels must be an object";
          }
        }
        case "commonAnnotations" -> commonAnnotations = map(in, maps);
        case "status" -> status = in.text();
        case "groupKey" -> groupKey = in.text();
        case "receiver" -> receiver = in.text();
        case "externalURL" -> externalUrl = in.text();
        case "truncatedAlerts" -> truncatedAlerts = in.count();
        default -> others.read(field, in);
      }
    }
  }

  private void alerts(BodyCursor in, LabelMapReader maps) throws IOException, BodyRefused {
    alerts = null;
    alertsFault = null;
    JsonToken token = in.parser.currentToken();
    if (token == JsonToken.START_ARRAY) {
      alerts = AlertEntry.readList(in, maps);
    } else if (token != JsonToken.VALUE_NULL) {
      alertsFault = "alerts must be a list";
      faultOffset = in.start();
      in.parser.skipChildren();
    }
  }

  private static Labels map(BodyCursor in, LabelMapReader maps) throws IOException {
    if (in.parser.currentToken() == JsonToken.START_OBJECT) {
      return maps.read(in);
    }
    in.parser.skipChildren();
    return Labels.EMPTY;
  }

  boolean hasAlerts() {
    return alerts != null || alertsFault != null;
  }

  /**
   * The list of alerts.
   *
   * @throws BodyRefused when there is none, or when what all of them share cannot be read
   */
  List<AlertEntry> expectAlerts() throws BodyRefused {
    if (alertsFault != null) {
      throw BodyRefused.shape("/alerts", alertsFault, faultOffset);
    }
    if (alerts == null) {
      throw BodyRefused.shape("/alerts", "alerts is missing", -1);
    }
    if (commonLabelsFault != null) {
      throw BodyRefused.shape("/commonLabels", commonLabelsFault, -1);
    }
    return alerts;
  }
}
