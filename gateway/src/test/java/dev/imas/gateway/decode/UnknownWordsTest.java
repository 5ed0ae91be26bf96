package dev.imas.gateway.decode;

import static dev.imas.gateway.decode.Bodies.CUSTOM;
import static dev.imas.gateway.decode.Bodies.GRAFANA;
import static dev.imas.gateway.decode.Bodies.WEBHOOK;
import static dev.imas.gateway.decode.Bodies.flags;
import static dev.imas.gateway.decode.Bodies.one;
import static dev.imas.gateway.decode.Bodies.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.AlertAction;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.model.SideEventKind;
import dev.imas.gateway.sender.profile.ProfileSender;
import dev.imas.gateway.sender.profile.ShippedProfiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that a sender says and nobody knows goes by in silence, whoever the sender is. */
class UnknownWordsTest {

  private static AlertDecoder shipped(String dialect) {
    return ShippedProfiles.all().stream()
        .flatMap(sender -> sender.formats().stream())
        .map(format -> format.decoder())
        .filter(decoder -> decoder.dialect().equals(dialect))
        .findFirst()
        .orElseThrow();
  }

  private static DecodeContext with(String profile) {
    return Bodies.context(Bodies.options("{\"profile\":" + profile.replace('\'', '"') + "}"));
  }

  private static List<Element> read(String profile, String body) {
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return Bodies.elements(
        ProfileSender.SENDER
            .formats()
            .getFirst()
            .decoder()
            .decode(bytes, bytes.length, with(profile)));
  }

  private static IncomingAlert alert(String profile, String body) {
    return (IncomingAlert) read(profile, body).getFirst();
  }

  @Test
  void nextLabelIsAskedWhereAWordIsUnknown() {
    IncomingAlert alert =
        one(
            WEBHOOK,
            webhook(
                "{\"labels\":{\"alertname\":\"X\",\"severity\":\"purple\",\"priority\":\"P1\"}}"));
    assertThat(alert.severity()).isEqualTo(Severity.SEV1_CRITICAL);
    assertThat(flags(alert)).contains("unknown_severity");
    assertThat(alert.details().get("severity_text")).isEqualTo("purple");

    IncomingAlert syslog =
        one(WEBHOOK, webhook("{\"labels\":{\"alertname\":\"X\",\"syslog_severity\":\"2\"}}"));
    assertThat(syslog.severity()).isEqualTo(Severity.SEV1_CRITICAL);
    IncomingAlert digit =
        one(WEBHOOK, webhook("{\"labels\":{\"alertname\":\"X\",\"severity\":\"2\"}}"));
    assertThat(digit.severity()).isNull();
    assertThat(flags(digit)).contains("unknown_severity");
  }

  @Test
  void nextPlaceOfAProfileIsAskedToo() {
    String profile = "{'identity':[{'of':['/id']}],'name':'/id','severity':['/sev','/prio']}";
    IncomingAlert alert = alert(profile, "{'id':'a','sev':'loud','prio':'crit'}");

    assertThat(alert.severity()).isEqualTo(Severity.SEV1_CRITICAL);
    assertThat(flags(alert)).containsExactly("unknown_severity");
  }

  @Test
  void missingStatusIsFlaggedUnlessTheProfileSaysWhatItMeans() {
    String profile = "{'identity':[{'of':['/id']}],'name':'/id','status':{'of':'/state'%s}}";

    IncomingAlert silent = alert(profile.formatted(""), "{'id':'a'}");
    assertThat(silent.firing()).isTrue();
    assertThat(flags(silent)).containsExactly("unknown_status");
    assertThat(flags(alert(profile.formatted(",'absent':'firing'"), "{'id':'a'}"))).isEmpty();
    assertThat(flags(one(WEBHOOK, "{\"alerts\":[{\"labels\":{\"alertname\":\"X\"}}]}")))
        .contains("unknown_status");
  }

  static Stream<String> dialects() {
    return ShippedProfiles.all().stream()
        .flatMap(sender -> sender.formats().stream())
        .map(format -> format.decoder().dialect());
  }

  @MethodSource("dialects")
  @ParameterizedTest
  void bodyOfAnotherSenderIsRefusedAndNotTakenForAnAlert(String dialect) {
    byte[] body = "{\"hello\":\"world\",\"n\":7}".getBytes(StandardCharsets.UTF_8);

    Decoding read = shipped(dialect).decode(body, body.length, Bodies.CONTEXT);

    assertThat(read).as(dialect).isInstanceOf(Decoding.Refused.class);
    assertThat(((Decoding.Refused) read).status()).isEqualTo(422);
  }

  @Test
  void profileSaysWhatIsAnAcknowledgementANoteAndATest() {
    String profile =
        "{'identity':[{'of':['/id']}],'name':'/id','author':'/by','note':'/text','status':{'of':'/s',"
            + "'firing':['down'],'acknowledged':['ack'],'unacknowledged':['unack'],'note':['comment'],"
            + "'test':['try']}}";
    IncomingAlert fires = alert(profile, "{'id':'a','s':'down'}");
    for (AlertAction action :
        List.of(AlertAction.ACKNOWLEDGE, AlertAction.UNACKNOWLEDGE, AlertAction.NOTE)) {
      String word =
          switch (action) {
            case ACKNOWLEDGE -> "ack";
            case UNACKNOWLEDGE -> "unack";
            case NOTE, UPDATE -> "comment";
          };
      SideEvent event =
          (SideEvent)
              read(profile, "{'id':'a','s':'" + word + "','by':'Ada','text':'on it'}").getFirst();
      assertThat(event.action()).isEqualTo(action);
      assertThat(event.about()).isEqualTo(fires.fingerprint());
      assertThat(event.author()).isEqualTo("Ada");
      assertThat(event.note()).isEqualTo("on it");
    }
    IncomingAlert test = alert(profile, "{'id':'a','s':'try'}");
    assertThat(flags(test)).containsExactly("test");
    assertThat(test.endsAtMicros()).isBetween(Bodies.RECEIVED, Bodies.RECEIVED + 600_000_000L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          zabbix | {'hostname':'db-1','trigger':'Disk full','status':'PROBLEM'} | {'hostname':'db-1','trigger':'Disk full','status':'PROBLEM','action':'acknowledged','author':'Ada'}
          zabbix | {'hostname':'db-1','trigger':'Disk full','status':'PROBLEM'} | {'hostname':'db-1','trigger':'Disk full','status':'ACKNOWLEDGED'}
          nagios | {'host':'db-1','service':'Disk','type':'PROBLEM','state':'CRITICAL'} | {'host':'db-1','service':'Disk','type':'ACKNOWLEDGEMENT','state':'CRITICAL'}
          opsgenie-webhook | {'action':'Create','alert':{'alias':'a','message':'m'}} | {'action':'Acknowledge','alert':{'alias':'a','message':'m'}}
          """)
  void acknowledgementOfASenderIsAboutItsAlert(String dialect, String fires, String acknowledged) {
    IncomingAlert alert = one(shipped(dialect), fires.replace('\'', '"'));
    SideEvent event =
        (SideEvent)
            Bodies.elements(Bodies.decode(shipped(dialect), acknowledged.replace('\'', '"')))
                .getFirst();

    assertThat(event.action()).isEqualTo(AlertAction.ACKNOWLEDGE);
    assertThat(event.about()).isEqualTo(alert.fingerprint());
  }

  @Test
  void changedSeverityOfZabbixIsAFiring() {
    IncomingAlert zabbix =
        one(
            shipped("zabbix"),
            """
            {"hostname":"db-1","trigger":"Disk full","status":"PROBLEM","severity":"Disaster",
             "action":"changed severity from Average to Disaster"}\
            """);
    assertThat(zabbix.severity()).isEqualTo(Severity.SEV1_CRITICAL);
  }

  /** It fires as severe as it says now, and somebody works on it, or does not any more. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          acknowledged, changed severity from Average to Disaster | ACKNOWLEDGE
          unacknowledged, commented, changed severity from Average to Disaster | UNACKNOWLEDGE
          commented, changed severity from Average to Disaster | NOTE
          """)
  void whatIsDoneWithAChangeOfSeverityIsKeptBesideIt(String action, AlertAction done) {
    List<Element> read =
        Bodies.elements(
            Bodies.decode(
                shipped("zabbix"),
                """
                {"hostname":"db-1","trigger":"Disk full","status":"PROBLEM","severity":"Disaster","action":"%s",
                 "author":"Ada"}\
                """
                    .formatted(action)));

    assertThat(read).hasSize(2);
    IncomingAlert alert = (IncomingAlert) read.getFirst();
    assertThat(alert.severity()).isEqualTo(Severity.SEV1_CRITICAL);
    SideEvent event = (SideEvent) read.getLast();
    assertThat(event.action()).isEqualTo(done);
    assertThat(event.about()).isEqualTo(alert.fingerprint());
    assertThat(event.author()).isEqualTo("Ada");
  }

  /** Else somebody who tidies up what is over would page. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          zabbix | {'hostname':'db-1','trigger':'T','status':'RESOLVED','action':'changed severity from High to Disaster'}
          zabbix | {'hostname':'db-1','trigger':'T','status':'OK','update_action':'acknowledged, changed severity from High to Disaster'}
          pagerduty-webhook | {'event':{'event_type':'incident.priority_updated','data':{'id':'Q1','status':'resolved','title':'t'}}}
          pagerduty-webhook | {'event':{'event_type':'incident.escalated','data':{'id':'Q1','status':'resolved','title':'t'}}}
          github | {'action':'appeared_in_branch','alert':{'number':1,'state':'fixed','tool':{'name':'CodeQL'}},'repository':{'full_name':'a/b'}}
          github | {'action':'publicly_leaked','alert':{'number':1,'state':'resolved','secret_type':'t'},'repository':{'full_name':'a/b'}}
          pagerduty-webhook | {'messages':[{'event':'incident.escalate','incident':{'id':'Q1','status':'resolved','title':'t'}}]}
          """)
  void changeOfWhatIsOverIsNoFiring(String dialect, String body) {
    assertThat(one(shipped(dialect), body.replace('\'', '"')).firing()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"triggered", "acknowledged"})
  void changeOfPriorityOfWhatGoesOnFires(String status) {
    assertThat(
            one(
                    shipped("pagerduty-webhook"),
                    ("{'event':{'event_type':'incident.priority_updated','data':{'id':'Q1','status':'"
                            + status
                            + "'}}}")
                        .replace('\'', '"'))
                .firing())
        .isTrue();
  }

  /** Its body does not say whether the alert is open. */
  @Test
  void changeByOpsgenieIsAnUpdateOfItsAlertAndOpensNothing() {
    IncomingAlert created =
        one(
            shipped("opsgenie-webhook"),
            "{\"action\":\"Create\",\"alert\":{\"alias\":\"a\",\"message\":\"m\"}}");
    SideEvent changed =
        (SideEvent)
            Bodies.elements(
                    Bodies.decode(
                        shipped("opsgenie-webhook"),
                        "{\"action\":\"UpdatePriority\",\"alert\":{\"alias\":\"a\",\"message\":\"m\",\"priority\":\"P1\"}}"))
                .getFirst();

    assertThat(changed.action()).isEqualTo(AlertAction.UPDATE);
    assertThat(changed.about()).isEqualTo(created.fingerprint());
    assertThat(changed.labels()).isEqualTo(Labels.of("severity", "1", "summary", "m"));
  }

  @Test
  void testOfAConnectionOpensNothingForAWeek() {
    Element google =
        Bodies.elements(
                Bodies.decode(
                    shipped("gcp-monitoring"),
                    """
                    {"version":"test","incident":{"incident_id":"12345","state":"OPEN","summary":"Test Incident",
                     "started_at":0,"policy_name":"projects/12345/alertPolicies/12345"}}\
                    """))
            .getFirst();
    assertThat(google)
        .isInstanceOfSatisfying(
            SideEvent.class, event -> assertThat(event.kind()).isEqualTo(SideEventKind.DROPPED));
    IncomingAlert grafana =
        one(
            GRAFANA,
            webhook(
                "{\"status\":\"firing\",\"labels\":{\"alertname\":\"TestAlert\",\"instance\":\"Grafana\"}}"));
    assertThat(flags(grafana)).contains("test");
    assertThat(grafana.endsAtMicros()).isLessThan(Bodies.RECEIVED + 600_000_000L);
  }

  @Test
  void namelessAlertsAreWeaklyNamedAndTitledByWhatTheySay() {
    IncomingAlert labelled =
        one(CUSTOM, "{\"labels\":{\"host\":\"db-1\"},\"reason\":\"disk is full\"}");
    assertThat(labelled.weaklyNamed()).isTrue();
    assertThat(Bodies.title(labelled)).isEqualTo("disk is full");
    assertThat(one(CUSTOM, "{\"dedup_key\":\"db-1/disk\"}").weaklyNamed()).isTrue();
    assertThat(one(CUSTOM, "{\"name\":\"DiskFull\"}").weaklyNamed()).isFalse();
    assertThat(one(WEBHOOK, webhook("{\"labels\":{\"instance\":\"a\"}}")).weaklyNamed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          github | {'workflow_run':{'name':'CI','conclusion':'failure','head_branch':'main','workflow_id':1},'repository':{'full_name':'a/b'},'action':'completed'}
          kubernetes-events | {'involvedObject':{'kind':'Pod','namespace':'n','name':'p'},'type':'Warning','reason':'BackOff','message':'m'}
          splunk | {'result':{'host':'a'},'app':'search','results_link':'http://s'}
          dynatrace | {'State':'OPEN','PID':'1','ProblemTitle':'Failure rate increase'}
          """)
  void nameOfTheSendersMachineryIsWeak(String dialect, String body) {
    Element read =
        Bodies.elements(Bodies.decode(shipped(dialect), body.replace('\'', '"'))).getFirst();
    assertThat(read)
        .isInstanceOfSatisfying(
            IncomingAlert.class, alert -> assertThat(alert.weaklyNamed()).isTrue());
  }

  @Test
  void olderLogAlertsOfAzureAreToldApartByTheirDimensions() {
    String body =
        """
        {%s"SubscriptionId":"s","AlertRuleName":"High CPU","SearchQuery":"Perf","Severity":"1","ResultCount":2,
         "Dimensions":[{"name":"Computer","value":"%s"}]%s}\
        """;
    for (String[] around :
        new String[][] {
          {"", ""}, {"\"schemaId\":\"Microsoft.Insights/LogAlert\",\"data\":{", "}"}
        }) {
      IncomingAlert one =
          one(shipped("azure-monitor"), body.formatted(around[0], "web-1", around[1]));
      IncomingAlert other =
          one(shipped("azure-monitor"), body.formatted(around[0], "web-2", around[1]));

      assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
      assertThat(one.labels().get("Computer")).isEqualTo("web-1");
      assertThat(one.severity()).isEqualTo(Severity.SEV2_HIGH);
    }
  }

  @Test
  void olderLogAlertsOfAzureWithoutDimensionsAreToldApartByTheirRow() {
    String body =
        """
        {"SubscriptionId":"s","AlertRuleName":"High CPU","SearchQuery":"Perf","AlertType":"Metric measurement",
         "SearchResult":{"tables":[{"name":"PrimaryResult","columns":[{"name":"TimeGenerated","type":"datetime"},
          {"name":"Computer","type":"string"},{"name":"AggregatedValue","type":"real"}],
          "rows":[["2026-05-01T10:0%s:00Z","%s",9%s.5]]}]}}\
        """;
    AlertDecoder azure = shipped("azure-monitor");
    IncomingAlert one = one(azure, body.formatted("1", "web-1", "1"));

    assertThat(one(azure, body.formatted("5", "web-1", "7")).fingerprint())
        .isEqualTo(one.fingerprint());
    assertThat(one(azure, body.formatted("1", "web-2", "1")).fingerprint())
        .isNotEqualTo(one.fingerprint());
  }

  /** Rows as Microsoft documents them: alerts-log-webhook, log alerts of both older schemas. */
  @Test
  void olderLogAlertsOfAzureThatCountResultsAreToldApartByTheMachineOfTheirRow() {
    String body =
        """
        {%s"SubscriptionId":"s","AlertRuleName":"No heartbeat","SearchQuery":"Heartbeat","AlertType":"Number of results",
         "Dimensions":[],"AffectedConfigurationItems":[],"SearchResult":{"tables":[{"name":"PrimaryResult",
          "columns":[{"name":"$table","type":"string"},{"name":"%s","type":"string"},{"name":"TimeGenerated","type":"datetime"}],
          "rows":[["Fabrikam","%s","2018-02-02T15:03:12.%s8Z"]]}]}}%s\
        """;
    for (String[] around :
        new String[][] {
          {"", ""}, {"\"schemaId\":\"Microsoft.Insights/LogAlert\",\"data\":{", "}"}
        }) {
      Fingerprint one = azure(body, around, "Computer", "web-1", "1");

      assertThat(azure(body, around, "Computer", "web-1", "2")).isEqualTo(one);
      assertThat(azure(body, around, "Computer", "web-2", "1")).isNotEqualTo(one);
      assertThat(azure(body, around, "Message", "took 4 s", "1"))
          .as("what is no machine may be another text each time")
          .isEqualTo(azure(body, around, "Message", "took 5 s", "1"));
    }
  }

  private static Fingerprint azure(
      String body, String[] around, String column, String value, String time) {
    return one(shipped("azure-monitor"), body.formatted(around[0], column, value, time, around[1]))
        .fingerprint();
  }
}
