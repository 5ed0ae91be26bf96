package dev.imas.gateway.edge;

import static dev.imas.gateway.TestGateway.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.gateway.TestGateway;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A body is read the same wherever the network splits it, even in the middle of a character. */
class SplitBodiesIT {

  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "1", "gateway.inline-body", "4096");
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  private static final String FORM = "multipart/form-data; boundary=----x";

  @ParameterizedTest
  @CsvSource({
    "/api/v1/webhooks/uptime-kuma/, uptime-kuma/webhook-up.json",
    "/api/v1/webhooks/uptime-kuma/, malformed/unicode.json",
  })
  void multipartFormIsReadAlikeInAnyPieces(String path, String file) throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        "------x\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII));
    form.writeBytes(TestGateway.payload(file));
    form.writeBytes("\r\n------x--\r\n".getBytes(StandardCharsets.US_ASCII));
    isReadAlikeInAnyPieces(path, FORM, form.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/webhooks/alertmanager/, malformed/unicode.json",
    "/api/v1/webhooks/alertmanager/, malformed/one-bad-of-three.json",
    "/api/v1/webhooks/alertmanager/, malformed/lone-surrogate.json",
    "/api/v1/webhooks/alertmanager/, malformed/utf8-bom-valid.json",
    "/api/v1/webhooks/alertmanager/, malformed/invalid-utf8.json",
    "/api/v1/webhooks/grafana/, grafana-unified/oncall-demo-multi.json",
    "/api/v1/webhooks/grafana/, grafana-legacy/alerting-zeta-cpu.json",
    "/api/v1/webhooks/datadog/, datadog/triggered-database-id.json",
    "/api/v1/webhooks/custom/, custom/imas-single.json",
    "/api/v1/webhooks/custom/, malformed/number-overflow.json"
  })
  void bodyIsReadAlikeInAnyPieces(String path, String file) throws IOException {
    isReadAlikeInAnyPieces(path, "application/json", TestGateway.payload(file));
  }

  private static void isReadAlikeInAnyPieces(String path, String type, byte[] body)
      throws IOException {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    String whole = post(path, type, body, new Random(0), body.length, false, false);

    try (Socket socket = gateway.socket()) {
      socket.setTcpNoDelay(true);
      for (int i = 0; i < 12; i++) {
        int longest = 1 + random.nextInt(i % 3 == 0 ? 3 : 200);
        boolean gzip = random.nextBoolean();
        String reading = post(socket, path, type, body, random, longest, i % 2 == 0, gzip);
        assertThat(reading)
            .as("seed %d, in pieces of %d, gzip %s", seed, longest, gzip)
            .isEqualTo(whole);
      }
    }
  }

  private static String post(
      String path,
      String type,
      byte[] body,
      Random random,
      int longest,
      boolean chunked,
      boolean gzip)
      throws IOException {
    try (Socket socket = gateway.socket()) {
      return post(socket, path, type, body, random, longest, chunked, gzip);
    }
  }

  /** Status and identity of each element, without its disposition, which changes at a repeat. */
  private static String post(
      Socket socket,
      String path,
      String type,
      byte[] body,
      Random random,
      int longest,
      boolean chunked,
      boolean gzip)
      throws IOException {
    byte[] sent = gzip ? gzip(body) : body;
    OutputStream out = new BufferedOutputStream(socket.getOutputStream());
    out.write(
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + KEY
                + "\r\nContent-Type: "
                + type
                + "\r\nPrefer: return=representation\r\n"
                + (gzip ? "Content-Encoding: gzip\r\n" : "")
                + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + sent.length)
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    for (int at = 0; at < sent.length; ) {
      int length = Math.min(sent.length - at, 1 + random.nextInt(longest));
      if (chunked) {
        out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      }
      out.write(sent, at, length);
      if (chunked) {
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      out.flush();
      at += length;
    }
    if (chunked) {
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    out.flush();
    return reading(new DataInputStream(socket.getInputStream()));
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    }
    return bytes.toByteArray();
  }

  private static String reading(DataInputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.readUnsignedByte());
    }
    int length = 0;
    for (String line : head.toString().split("\r\n")) {
      if (line.regionMatches(true, 0, "content-length: ", 0, 16)) {
        length = Integer.parseInt(line.substring(16));
      }
    }
    byte[] answer = new byte[length];
    in.readFully(answer);
    JsonNode json = Json.read(new String(answer, StandardCharsets.UTF_8), JsonNode.class);
    StringBuilder reading = new StringBuilder(head.substring(0, head.indexOf("\r\n")));
    json.path("results")
        .forEach(
            result ->
                reading
                    .append('\n')
                    .append(result.path("fingerprint"))
                    .append(result.path("alert_name"))
                    .append(result.path("severity"))
                    .append(result.path("pointer")));
    return reading.append('\n').append(json.path("detail")).toString();
  }
}
