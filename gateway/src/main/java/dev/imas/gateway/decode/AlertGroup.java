package dev.imas.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.imas.core.model.Labels;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The envelope that Alertmanager and Grafana post: a list of alerts with what they have in common.
 * The fields come in any order, and the common ones often come last.
 */
public final class AlertGroup {

  /** Reads a field of the envelope that is not named here. */
  public interface OtherFields {
    OtherFields SKIPPED = (name, in) -> in.parser.skipChildren();

    /** The parser stands at the value and is left at its end. */
    void read(String name, BodyCursor in) throws IOException;
  }

  /**
   * How many characters all alerts together may take from their envelope. Alertmanager and Grafana
   * repeat the common labels in each alert, so a real body takes less than its length. A body of a
   * hundred thousand empty alerts that share a megabyte would exhaust the memory of the process.
   */
  static final long MAX_SHARED = 64 << 20;

  /**
   * The same bound as a multiple of the body's length, for installations that allow larger bodies.
   */
  private static final long MAX_SHARED_PER_BYTE = 8;

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
  private long maxShared;

  /** The parser stands at the start of the envelope and is left at its end. */
  public static AlertGroup read(BodyCursor in, OtherFields others) throws IOException, BodyRefused {
    AlertGroup group = new AlertGroup();
    group.readFields(in, others);
    return group;
  }

  private void readFields(BodyCursor in, OtherFields others) throws IOException, BodyRefused {
    JsonParser parser = in.parser;
    maxShared = Math.max(MAX_SHARED, MAX_SHARED_PER_BYTE * in.length());
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

  public boolean hasAlerts() {
    return alerts != null || alertsFault != null;
  }

  /**
   * The list of alerts.
   *
   * @throws BodyRefused when there is none, or when what the alerts share cannot be read or is too
   *     long for their number
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
    if (shared() * alerts.size() > maxShared) {
      throw BodyRefused.shape(
          "/alerts", "what the alerts share is too long for " + alerts.size() + " of them", -1);
    }
    return alerts;
  }

  /** How many characters each alert takes from the envelope. */
  private long shared() {
    return length(commonLabels)
        + length(commonAnnotations)
        + length(status)
        + length(groupKey)
        + length(receiver)
        + length(externalUrl);
  }

  private static long length(Labels labels) {
    long length = 0;
    for (int i = 0; i < labels.size(); i++) {
      length += labels.name(i).length() + labels.value(i).length();
    }
    return length;
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
