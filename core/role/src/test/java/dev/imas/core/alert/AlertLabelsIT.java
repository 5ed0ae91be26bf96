package dev.imas.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts found and counted by their labels. */
class AlertLabelsIT {

  private static RunningCore core;

  @BeforeAll
  static void start() {
    core = RunningCore.start(Map.of("IMAS_CORE_STATEMENT_TIMEOUT", "9s"));
    store("web-1", "{\"env\":\"production\",\"host\":\"web-1\",\"cluster\":\"eu\"}", 1);
    store("web-2", "{\"env\":\"production\",\"host\":\"web-2\",\"cluster\":\"us\"}", 2);
    store("db-1", "{\"env\":\"staging\",\"host\":\"db-1\",\"cluster\":\"eu\"}", 1);
    store("odd", "{\"env\":\"a b{,}=\\\"\"}", 1);
    store("bare", "{}", 1);
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static void store(String name, String labels, int status) {
    core.database.execute(
        """
        INSERT INTO alert_state (tenant_id, fingerprint, created_at, opened_at, first_seen, last_seen, starts_at, observed_at,
                           source_id, service_id, last_receipt, rule_set_version, rule_index, decision, status,
                           severity, name, group_key, labels, annotations, details)
        VALUES ('%s', gen_random_uuid(), now(), now(), now(), now(), now(), now(), '%s', '%s',
               gen_random_uuid(), 0, -1, 0, %d, 3, '%s', 'g', '%s', '{}', '{}')\
        """
            .formatted(core.tenant, core.source, core.triage, status, name, labels));
  }

  private static String query(String... labels) {
    return Stream.of(labels)
        .map(l -> "label=" + URLEncoder.encode(l, StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static List<String> names(String... labels) {
    Reply found = core.get("/api/v1/alerts?" + query(labels));
    assertThat(found.status()).as("%s", found.json()).isEqualTo(200);
    List<String> names = new ArrayList<>();
    found.json().get("items").forEach(a -> names.add(a.get("name").asText()));
    return names;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "env=production; web-1 web-2",
        "env!=production; db-1 odd bare",
        "env=; bare",
        "env!=; web-1 web-2 db-1 odd",
        "host=~web-.*; web-1 web-2",
        "host!~web-.*; db-1 odd bare",
        "host=~.*; web-1 web-2 db-1 odd bare",
        "host=~(web|db)-1; web-1 db-1",
        "env=~staging|production; web-1 web-2 db-1",
        "env!~staging|production; odd bare",
        "{env=\"production\",cluster=\"eu\"}; web-1",
        "env=\"a b{,}=\\\"\"; odd",
        "nothing=x; "
      })
  void matchersMeanWhatTheyMeanToAlertmanager(String matcher, String expected) {
    List<String> names = expected == null ? List.of() : List.of(expected.split(" "));

    assertThat(names(matcher)).containsExactlyInAnyOrderElementsOf(names);
    assertThat(core.get("/api/v1/alerts/count?" + query(matcher)).json().get("total").asInt())
        .isEqualTo(names.size());
  }

  @Test
  void allMatchersMustMatch() {
    assertThat(names("env=production", "cluster=eu")).containsExactly("web-1");
    assertThat(names("host=~.*-1", "env!=staging", "cluster=~e.")).containsExactly("web-1");
    assertThat(names("env=production", "env=staging")).isEmpty();
    assertThat(core.get("/api/v1/alerts?name=web-1&" + query("env=~prod.*")).json().get("items"))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env",
        "=x",
        "env=~(",
        "env=~(a{1000}){1000}",
        "\"a\\x00\"=b",
        "{a=b,c=d,e=f,g=h,i=j,k=l,m=n,o=p,q=r,s=t,u=v}"
      })
  void whatIsNoMatcherIsToldByName(String matcher) {
    for (String path : List.of("/api/v1/alerts?", "/api/v1/alerts/count?")) {
      Reply refused = core.get(path + query(matcher));
      assertThat(refused.status()).as("%s", refused.json()).isEqualTo(400);
      assertThat(refused.json().get("pointer").asText()).isEqualTo("label");
    }
  }

  @Test
  void alertsAreCountedByALabel() {
    JsonNode counted =
        core.get("/api/v1/alerts/count?by=label:cluster&" + query("env=~production|staging"))
            .json();

    assertThat(counted.get("total").asInt()).isEqualTo(3);
    assertThat(counted.get("firing").asInt()).isEqualTo(2);
    assertThat(counted.at("/groups/0/value").asText()).isEqualTo("eu");
    assertThat(counted.at("/groups/0/firing").asInt()).isEqualTo(2);
    assertThat(counted.at("/groups/1/value").asText()).isEqualTo("us");
    assertThat(counted.at("/groups/1/resolved").asInt()).isEqualTo(1);
    assertThat(counted.at("/others/groups").asInt()).isZero();
    assertThat(
            core.get("/api/v1/alerts/count?by=label:cluster").json().at("/groups/1/value").isNull())
        .as("those without it")
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({"service, Unknown/Triage", "source, bootstrap", "severity, SEV3_MEDIUM", "name, odd"})
  void alertsAreCountedByWhatTheyHave(String by, String value) {
    JsonNode counted = core.get("/api/v1/alerts/count?by=" + by).json();

    assertThat(counted.get("groups").findValuesAsText("value")).contains(value);
    assertThat(counted.get("groups").findValues("total").stream().mapToInt(JsonNode::asInt).sum())
        .isEqualTo(5);
  }

  @Test
  void countingByWhatThereIsNotIsRefused() {
    Reply refused = core.get("/api/v1/alerts/count?by=colour");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("detail").asText()).contains("label:<name>");
  }
}
