package dev.imas.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Brokers that want TLS and a password, for topics and for the log. */
class KafkaTlsIT {

  private static final KafkaProcess KAFKA = KafkaProcess.shared();

  @Test
  void brokersMayWantTlsAndAPassword() {
    SecuredKafka secured = KAFKA.secured();
    for (String mechanism : List.of(SecuredKafka.SCRAM, "PLAIN")) {
      String file = secured.file(mechanism, SecuredKafka.PASSWORD, secured.certificate());
      LogScene log = new LogScene(KAFKA, 1, Map.of());
      try (TestGateway own = TestGateway.start(log.settings(secured.settings(file)))) {
        TopicScene topics = new TopicScene(own, KAFKA);
        String topic = topics.source("secured");
        KAFKA.create(topic, 1, Map.of());
        KAFKA.write(topic, null, TopicScene.bytes("{\"name\":\"Of the topic\"}"));

        assertThat(own.custom("\"name\":\"Of the log\"").json().has("logged")).isTrue();

        topics.awaitAlerts("Of the log", 1);
        topics.awaitAlerts("Of the topic", 1);
      }
    }
  }

  @Test
  void whatIsWrongWithTlsOrThePasswordIsSaid() {
    SecuredKafka secured = KAFKA.secured();
    Path right = secured.certificate();
    String password = SecuredKafka.PASSWORD;
    Map<String, String> wrong =
        Map.of(
            secured.file(SecuredKafka.SCRAM, "a wrong one", right),
            "refuse the user or the password",
            secured.file(SecuredKafka.SCRAM, password, secured.anotherCertificate()),
            "ssl.truststore.location",
            secured.file(SecuredKafka.SCRAM, password, Path.of("no-such.pem")),
            "no-such.pem",
            // Not PLAINTEXT: its client then takes TLS for the size of an answer, of 350 MB.
            SecuredKafka.written(
                "security.protocol=SSL\nssl.truststore.type=PEM\nssl.truststore.location=" + right),
            "security.protocol");
    try (TestGateway beside = TestGateway.start()) {
      new TopicScene(beside, KAFKA).source("never-read");
      wrong.forEach(
          (file, said) -> {
            LogScene log = new LogScene(KAFKA, 1, Map.of());
            try (TestGateway own = beside.startAnother(log.settings(secured.settings(file)))) {
              for (String check : List.of("kafka", "log")) {
                String reason =
                    Await.until(
                        check + " to say " + said,
                        () ->
                            own.get("/health/ready")
                                .json()
                                .at("/checks/" + check + "/reason")
                                .asText(),
                        why -> why.contains(said));
                assertThat(reason).doesNotContain("a wrong one", password);
              }
              Reply refused = own.custom("\"name\":\"Refused\"");
              refused.assertProblem(503);
              assertThat(refused.json().get("detail").asText()).contains(said);
            }
          });
    }
  }
}
