package dev.imas.gateway.sender.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Severity;
import dev.imas.gateway.decode.Bodies;
import dev.imas.gateway.decode.BrokenElement;
import dev.imas.gateway.decode.DeploymentFact;
import dev.imas.gateway.decode.Element;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.PushFact;
import dev.imas.gateway.decode.QueryFields;
import dev.imas.gateway.decode.SideEvent;
import dev.imas.gateway.sender.FixedAnswers;
import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.ReceiptAnswers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real bodies are read as {@code readings.txt} beside them says: a line for each alert of a body,
 * with its file, its status, its severity, its title, its service, and the name of a pair whose
 * bodies are about the same alert. A fact is a line of its own: of a deployment its state,
 * environment, commit and tier, of a push how many of its commits are listed.
 */
class ShippedProfilesTest {

  /** One alert of a file. */
  record Reading(
      String file, String status, String severity, String title, String service, String pair) {}

  private static List<String> folders() {
    return ShippedProfiles.all().stream()
        .flatMap(sender -> sender.formats().stream())
        .flatMap(format -> format.payloads().stream())
        .toList();
  }

  private static List<Reading> readings() {
    List<Reading> readings = new ArrayList<>();
    for (String folder : folders()) {
      byte[] table = Bodies.file(folder + "/readings.txt");
      for (String line : new String(table, StandardCharsets.UTF_8).lines().toList()) {
        if (!line.startsWith("#")) {
          String[] parts = line.split("\\|", -1);
          readings.add(
              new Reading(
                  folder + "/" + parts[0].strip(),
                  parts[1].strip(),
                  parts[2].strip(),
                  parts[3].strip(),
                  parts[4].strip(),
                  parts.length > 5 ? parts[5].strip() : ""));
        }
      }
    }
    return readings;
  }

  static Stream<Map.Entry<String, List<Reading>>> files() {
    Map<String, List<Reading>> files = new LinkedHashMap<>();
    readings().forEach(r -> files.computeIfAbsent(r.file(), f -> new ArrayList<>()).add(r));
    return files.entrySet().stream();
  }

  @MethodSource("files")
  @ParameterizedTest
  void bodyIsReadAsItsSenderMeansIt(Map.Entry<String, List<Reading>> file) {
    assertThat(Bodies.read(file.getKey()).stream().map(ShippedProfilesTest::described).toList())
        .isEqualTo(file.getValue().stream().map(ShippedProfilesTest::expected).toList());
  }

  private static String expected(Reading r) {
    return String.join(" | ", r.status(), r.severity(), r.title(), r.service());
  }

  private static String described(Element element) {
    return switch (element) {
      case IncomingAlert alert -> {
        Severity severity = alert.severity();
        String service = alert.labels().get("service");
        yield String.join(
            " | ",
            alert.firing() ? "firing" : "resolved",
            severity == null ? "-" : severity.name().substring(0, 4),
            Bodies.title(alert),
            service == null ? "-" : service);
      }
      case SideEvent other -> {
        String service = other.labels().get("service");
        yield String.join(
            " | ", other.kind().wireName(), "-", other.title(), service == null ? "-" : service);
      }
      case DeploymentFact fact ->
          "deployment | %s | %s %s %s | %s"
              .formatted(
                  fact.state().wireName(),
                  fact.environment(),
                  shortly(fact.sha()),
                  fact.tier() == null ? "-" : fact.tier().wireName(),
                  fact.repository());
      case PushFact push ->
          "push | %d of %d | %s %s..%s | %s"
              .formatted(
                  push.commits().size(),
                  push.total(),
                  push.ref(),
                  shortly(push.before()),
                  shortly(push.after()),
                  push.repository());
      case BrokenElement broken -> broken.reason();
    };
  }

  private static String shortly(String sha) {
    return sha.substring(0, Math.min(7, sha.length()));
  }

  @Test
  void recoveriesFindTheirAlertsAndNoOthers() {
    Map<String, Fingerprint> byPair = new HashMap<>();
    Map<Fingerprint, String> byFingerprint = new HashMap<>();
    files()
        .forEach(
            file -> {
              List<Element> elements = Bodies.read(file.getKey());
              for (int i = 0; i < elements.size(); i++) {
                if (elements.get(i) instanceof IncomingAlert alert) {
                  String pair = file.getValue().get(i).pair();
                  String folder = file.getKey().substring(0, file.getKey().indexOf('/'));
                  String alone = pair.isEmpty() ? file.getKey() + " " + i : folder + " " + pair;
                  assertThat(byPair.merge(alone, alert.fingerprint(), (a, b) -> a))
                      .as(alone)
                      .isEqualTo(alert.fingerprint());
                  assertThat(byFingerprint.merge(alert.fingerprint(), alone, (a, b) -> a))
                      .isEqualTo(alone);
                }
              }
            });
    assertThat(byPair).isNotEmpty();
  }

  @Test
  void senderIsAnsweredAsItExpects() {
    assertThat(format("otlp").answers()).isEqualTo(new FixedAnswers(200, "{}"));
    assertThat(format("pingdom").answers()).isInstanceOf(ReceiptAnswers.class);
  }

  @Test
  void formHoldsWhatIsElsePostedAsJson() {
    byte[] json = Bodies.file("github/ping.json");
    String form =
        "payload="
            + URLEncoder.encode(new String(json, StandardCharsets.UTF_8), StandardCharsets.UTF_8);

    QueryFields forms = Objects.requireNonNull(format("github").transport().forms());
    assertThat(forms.ofForm(form.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            QueryFields.Unpacked.Body.class, body -> assertThat(body.json()).isEqualTo(json));
    assertThat(format("gitlab").transport().forms()).isNull();
  }

  private static Format format(String name) {
    return ShippedProfiles.sender(name, ShippedProfiles.read(name)).formats().getFirst();
  }

  @Test
  void everyBodyOfAShippedProfileHasItsReading() {
    TreeSet<String> read = new TreeSet<>();
    readings().forEach(r -> read.add(r.file()));
    assertThat(folders()).doesNotHaveDuplicates().hasSameSizeAs(ShippedProfiles.all());
    for (String folder : folders()) {
      assertThat(read).containsAll(Bodies.namesIn(folder));
    }
  }
}
