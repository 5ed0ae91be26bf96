package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A mail to a key of core's becomes an incident, and its recovery ends it. What is on the product's
 * class path must do for this, and no client of mail is on it.
 */
class MailInIT {

  private static final int PORT = FreePort.next();

  @Test
  void mailOpensAnIncidentAndTheNextResolvesIt() {
    try (CoreAndGateway imas =
        new CoreAndGateway(
            Map.of(
                "IMAS_GATEWAY_SMTP_PORT",
                Integer.toString(PORT),
                "IMAS_GATEWAY_SMTP_DOMAIN",
                "in.example.org"))) {
      String to = "disk+" + imas.key("{'name':'mail','type':'EMAIL'}") + "@in.example.org";
      assertThat(to.indexOf('@')).as("what mail servers take").isLessThanOrEqualTo(64);

      Await.until(
          "the key to be live",
          () -> deliver(to, "Problem: Disk full on db-1"),
          last -> last.startsWith("250 2.0.0"));
      Await.until("an incident", () -> states(imas), List.of("TRIGGERED")::equals);

      assertThat(deliver(to, "Resolved in 5m: Disk full on db-1")).startsWith("250 2.0.0");
      Await.until("its end", () -> states(imas), List.of("RESOLVED")::equals);
    }
  }

  private static List<String> states(CoreAndGateway imas) {
    List<String> states = new ArrayList<>();
    imas.api("GET", "/api/v1/incidents?status=TRIGGERED,RESOLVED", null)
        .json()
        .get("items")
        .forEach(incident -> states.add(incident.get("status").asText()));
    return states;
  }

  /** The answer to the mail, or the first that refuses something of it. */
  private static String deliver(String to, String subject) {
    List<String> lines =
        List.of(
            "HELO client.example.org",
            "MAIL FROM:<zabbix@example.org>",
            "RCPT TO:<" + to + ">",
            "DATA",
            "From: zabbix@example.org\r\nSubject: " + subject + "\r\n\r\ntext\r\n.");
    try (Socket socket = new Socket("127.0.0.1", PORT);
        BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      String said = answers.readLine();
      for (String line : lines) {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        said = answers.readLine();
        if (said == null || said.charAt(0) > '3') {
          return String.valueOf(said);
        }
      }
      return said;
    } catch (IOException e) {
      return e.toString();
    }
  }
}
