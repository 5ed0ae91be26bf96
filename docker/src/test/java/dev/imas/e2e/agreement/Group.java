package dev.imas.e2e.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one receiver is told together.
 *
 * @param labels by which alerts are grouped, with their values
 */
record Group(String receiver, Map<String, String> labels) {

  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  Group {
    labels = Map.copyOf(labels);
  }

  /** Of an alert, by the routes of {@link Configuration}. */
  static Group of(Map<String, String> alert) {
    String receiver = Configuration.receiver(alert);
    Map<String, String> labels = new TreeMap<>(alert);
    if (!Configuration.groupsByAll(receiver)) {
      labels.keySet().retainAll(Configuration.groupBy(receiver));
    }
    return new Group(receiver, labels);
  }

  /** As a notification of Alertmanager names it. */
  static Group ofAlertmanager(JsonNode notification) {
    Map<String, String> labels = new TreeMap<>();
    notification
        .get("groupLabels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return new Group(notification.get("receiver").asText(), labels);
  }

  /** As the key of an incident's group names it: a service, a colon, and labels in braces. */
  static Group ofKey(String receiver, String groupKey) {
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(groupKey.substring(groupKey.indexOf('{')));
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    return new Group(receiver, labels);
  }
}
