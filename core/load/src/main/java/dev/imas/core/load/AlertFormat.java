package dev.imas.core.load;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A sender's format: the path it is posted to, the body around the alerts, and one alert.
 *
 * <p>In an alert, {@code ‹…›} are slots of a fixed width that are filled for each event: {@code
 * number}, {@code name} (the number of the alert's name), {@code start}, {@code end}, {@code seen},
 * {@code millis}, {@code value}, {@code print}. {@code «…»} is the same for all alerts of one
 * severity and state: {@code run}, {@code sender}, {@code severity}, {@code labels}, and texts for
 * the state.
 */
enum AlertFormat {
  ALERTMANAGER("/api/v1/webhooks/alertmanager/", Integer.MAX_VALUE) {
    @Override
    String envelope() {
      return """
      {"version":"4","groupKey":"{}:{cluster=\\"eu-1\\"}","truncatedAlerts":0,"status":"«status»","receiver":"imas",\
      "groupLabels":{"cluster":"eu-1"},"commonLabels":{"cluster":"eu-1"},"commonAnnotations":{},\
      "externalURL":"http://alertmanager.example:9093","alerts":[«alerts»]}\
      """;
    }

    @Override
    String alert() {
      return """
      {"status":"«status»","labels":{"alertname":"Storm«run»N‹name›","cluster":"eu-1",\
      "instance":"web-‹number›.example:9100","job":"node","severity":"«severity»","storm_run":"«run»",\
      "storm_sender":"«sender»"«labels»},"annotations":{"summary":"Load on web-‹number› is ‹value›",\
      "description":"The load average of the last five minutes is ‹value›, which is above 64.",\
      "runbook_url":"https://runbooks.example/load"},"startsAt":"‹start›","endsAt":"«end»",\
      "generatorURL":"http://prometheus.example:9090/graph?g0.expr=node_load5+%3E+64","fingerprint":"‹print›"}\
      """;
    }
  },
  PROMETHEUS("/api/v2/alerts", Integer.MAX_VALUE) {
    @Override
    String envelope() {
      return "[«alerts»]";
    }

    @Override
    String alert() {
      return """
      {"labels":{"alertname":"Storm«run»N‹name›","cluster":"eu-1","instance":"web-‹number›.example:9100",\
      "job":"node","severity":"«severity»","storm_run":"«run»","storm_sender":"«sender»"«labels»},\
      "annotations":{"summary":"Load on web-‹number› is ‹value›",\
      "description":"The load average of the last five minutes is ‹value›, which is above 64.",\
      "runbook_url":"https://runbooks.example/load"},"startsAt":"‹start›","endsAt":"‹end›",\
      "generatorURL":"http://prometheus.example:9090/graph?g0.expr=node_load5+%3E+64"}\
      """;
    }
  },
  GRAFANA("/api/v1/webhooks/grafana/", Integer.MAX_VALUE) {
    @Override
    String envelope() {
      return """
      {"receiver":"imas","status":"«status»","alerts":[«alerts»],"groupLabels":{},"commonLabels":{},\
      "commonAnnotations":{},"externalURL":"https://grafana.example/","version":"1","groupKey":"{}",\
      "truncatedAlerts":0,"orgId":1,"title":"[«status»] Load","state":"«state»","message":"Load"}\
      """;
    }

    @Override
    String alert() {
      return """
      {"status":"«status»","labels":{"alertname":"Storm«run»N‹name›","grafana_folder":"Hosts",\
      "instance":"web-‹number›","severity":"«severity»","storm_run":"«run»","storm_sender":"«sender»"«labels»},\
      "annotations":{"summary":"Load on web-‹number› is ‹value›"},"startsAt":"‹start›","endsAt":"«end»",\
      "generatorURL":"https://grafana.example/alerting/grafana/load/view","fingerprint":"‹print›",\
      "silenceURL":"https://grafana.example/alerting/silence/new","dashboardURL":"https://grafana.example/d/hosts",\
      "panelURL":"https://grafana.example/d/hosts?viewPanel=2","values":{"B":1‹value›,"C":1},\
      "valueString":"[ var='B' labels={instance=web-‹number›} value=‹value› ]"}\
      """;
    }
  },
  DATADOG("/api/v1/webhooks/datadog/", 1) {
    @Override
    String envelope() {
      return "«alerts»";
    }

    @Override
    String alert() {
      return """
      {"id":"‹millis›","alert_id":"4711«sender»","alert_transition":"«transition»","alert_type":"«type»",\
      "alert_priority":"«priority»","alert_scope":"host:web-‹number›,storm_run:«run»,storm_sender:«sender»",\
      "title":"[«transition» on {host:web-‹number›}] Storm«run»N‹name›","body":"Load on web-‹number› is ‹value›",\
      "date":"‹millis›","tags":"env:production,severity:«severity»«labels»","hostname":"web-‹number›",\
      "link":"https://app.datadoghq.example/monitors/4711"}\
      """;
    }

    @Override
    String label(String name, String value) {
      return "," + name + ":" + value;
    }

    @Override
    @Nullable String emptyBody() {
      return null;
    }
  },
  CUSTOM("/api/v1/webhooks/custom/", Integer.MAX_VALUE) {
    @Override
    String envelope() {
      return "{\"alerts\":[«alerts»]}";
    }

    @Override
    String alert() {
      return """
      {"alert_name":"Storm«run»N‹name›","status":"«status»","severity":"«severity»","title":"Load on web-‹number›",\
      "description":"Load is ‹value›","labels":{"host":"web-‹number›","storm_run":"«run»",\
      "storm_sender":"«sender»"«labels»},"annotations":{"value":"‹value›"},\
      "dedup_key":"«run»/«sender»/‹number›","starts_at":"‹start›","observed_at":"‹seen›"}\
      """;
    }
  };

  /** The label that distinguishes the alerts of a storm from all others. */
  static final String RUN_LABEL = "storm_run";

  private final String path;
  private final int mostPerRequest;

  AlertFormat(String path, int mostPerRequest) {
    this.path = path;
    this.mostPerRequest = mostPerRequest;
  }

  String path() {
    return path;
  }

  int mostPerRequest() {
    return mostPerRequest;
  }

  /** The body around the alerts. */
  abstract String envelope();

  abstract String alert();

  /** One more label, to be added after the others. */
  String label(String name, String value) {
    return ",\"" + name + "\":\"" + value + "\"";
  }

  /** A body without alerts, to test the key with; null if the format does not allow one. */
  @Nullable String emptyBody() {
    return envelope().replace("«alerts»", "").replaceAll("«\\w+»", "firing");
  }

  static AlertFormat of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
