package dev.imas.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.option.SourceConfig;
import dev.imas.core.platform.Json;
import dev.imas.gateway.Senders;
import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.custom.CustomDecoder;
import dev.imas.gateway.sender.datadog.DatadogDecoder;
import dev.imas.gateway.sender.grafana.GrafanaDecoder;
import dev.imas.gateway.sender.profile.ProfileDecoder;
import dev.imas.gateway.sender.profile.ProfileSender;
import dev.imas.gateway.sender.prometheus.AlertmanagerApiV2Decoder;
import dev.imas.gateway.sender.prometheus.AlertmanagerWebhookDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Bodies to decode and the decoders for them. */
public final class Bodies {

  public static final AlertDecoder WEBHOOK = new AlertmanagerWebhookDecoder();
  public static final AlertDecoder API_V2 = new AlertmanagerApiV2Decoder();
  public static final AlertDecoder GRAFANA = new GrafanaDecoder();
  public static final AlertDecoder DATADOG = new DatadogDecoder();
  public static final AlertDecoder CUSTOM = new CustomDecoder();

  private static final List<Format> FORMATS =
      new Senders().all().stream().flatMap(s -> s.formats().stream()).distinct().toList();

  public static final List<AlertDecoder> ALL = FORMATS.stream().map(Format::decoder).toList();

  /** Profiles share their decoder. These use all that a profile may have. */
  private static final Set<String> PROFILES =
      Set.of("profile", "aws-sns", "cloudevents", "gcp-monitoring", "github");

  /** All that are code, and some profiles: each body of the corpus is given to each. */
  static final List<AlertDecoder> FUZZED =
      ALL.stream()
          .filter(
              decoder ->
                  !(decoder instanceof ProfileDecoder) || PROFILES.contains(decoder.dialect()))
          .toList();

  private static final Map<String, AlertDecoder> BY_FOLDER = byFolder();

  public static final long RECEIVED = micros("2026-08-01T10:00:00Z");

  public static final TenantId TENANT = new TenantId(new UUID(1, 1));

  /** Of a source that shares its identities: their fingerprints may never change. */
  public static final SourceOptions SHARED = options("{\"shared_identity\":true}");

  public static final DecodeContext CONTEXT = context(SHARED);

  private Bodies() {}

  private static Map<String, AlertDecoder> byFolder() {
    Map<String, AlertDecoder> decoders = new HashMap<>();
    for (Format format : FORMATS) {
      format.payloads().forEach(folder -> decoders.put(folder, format.decoder()));
    }
    return decoders;
  }

  /** Of a source with this configuration. */
  public static SourceOptions options(String config) {
    SourceConfig read =
        SourceConfig.read(
            Json.read(config, JsonNode.class),
            (pointer, expected) -> {
              throw new AssertionError(pointer + " " + expected);
            });
    return SourceOptions.of(read, ProfileSender.decoder(read));
  }

  public static DecodeContext context(SourceOptions options) {
    return context(TENANT, new UUID(2, 2), options);
  }

  public static DecodeContext context(TenantId tenant, UUID source, SourceOptions options) {
    return new DecodeContext(
        tenant,
        SourceProfile.named("a source", source, "CUSTOM", Severity.SEV3_MEDIUM, options),
        RECEIVED,
        AlertLimits.DEFAULT);
  }

  public static long micros(String instant) {
    Instant at = Instant.parse(instant);
    return at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
  }

  public static byte[] file(String path) {
    try (InputStream in = Bodies.class.getResourceAsStream("/payloads/" + path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every payload file, broken ones included. */
  public static Stream<byte[]> files() {
    try (Stream<Path> paths = Files.walk(Path.of(payloads().toURI()))) {
      return paths.filter(path -> path.toString().endsWith(".json")).sorted().toList().stream()
          .map(Bodies::bytes);
    } catch (IOException | URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static URL payloads() {
    return Objects.requireNonNull(Bodies.class.getResource("/payloads"));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Decoding decode(AlertDecoder decoder, byte[] body) {
    return decoder.decode(body, body.length, CONTEXT);
  }

  public static Decoding decode(AlertDecoder decoder, String body) {
    return decode(decoder, body.getBytes(StandardCharsets.UTF_8));
  }

  public static List<Element> elements(Decoding decoding) {
    assertThat(decoding).isInstanceOf(Decoding.Read.class);
    return ((Decoding.Read) decoding).elements();
  }

  public static List<IncomingAlert> alerts(AlertDecoder decoder, byte[] body) {
    return alerts(decode(decoder, body));
  }

  public static List<IncomingAlert> alerts(AlertDecoder decoder, String body) {
    return alerts(decode(decoder, body));
  }

  public static List<IncomingAlert> alerts(Decoding decoding) {
    return elements(decoding).stream().map(IncomingAlert.class::cast).toList();
  }

  public static IncomingAlert one(AlertDecoder decoder, String body) {
    List<IncomingAlert> alerts = alerts(decoder, body);
    assertThat(alerts).hasSize(1);
    return alerts.getFirst();
  }

  /** The alerts of a payload file, by the decoder of its folder. */
  public static List<IncomingAlert> payload(String path) {
    String folder = path.substring(0, path.indexOf('/'));
    return alerts(Objects.requireNonNull(BY_FOLDER.get(folder)), file(path));
  }

  /** The elements of a payload file, by the decoder of its folder. */
  public static List<Element> read(String path) {
    String folder = path.substring(0, path.indexOf('/'));
    return elements(decode(Objects.requireNonNull(BY_FOLDER.get(folder), folder), file(path)));
  }

  /** The payload files in a folder, as {@link #file} takes them. */
  public static List<String> namesIn(String folder) {
    try (Stream<Path> paths = Files.list(Path.of(payloads().toURI()).resolve(folder))) {
      return paths
          .filter(path -> path.toString().endsWith(".json"))
          .map(path -> folder + "/" + path.getFileName())
          .sorted()
          .toList();
    } catch (IOException | URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  public static Decoding.Refused refused(AlertDecoder decoder, byte[] body) {
    Decoding decoding = decode(decoder, body);
    assertThat(decoding).isInstanceOf(Decoding.Refused.class);
    return (Decoding.Refused) decoding;
  }

  public static Decoding.Refused refused(AlertDecoder decoder, String body) {
    return refused(decoder, body.getBytes(StandardCharsets.UTF_8));
  }

  public static List<String> flags(IncomingAlert alert) {
    String flags = alert.details().get("flags");
    return flags == null ? List.of() : List.of(flags.split(","));
  }

  /** As core makes it (requirement ING-11). */
  public static String title(IncomingAlert alert) {
    return Stream.of("summary", "title", "message")
        .map(alert.annotations()::get)
        .filter(text -> text != null && !text.isBlank())
        .findFirst()
        .orElse(alert.name());
  }

  /** An Alertmanager body with these entries. */
  public static String webhook(String... entries) {
    return "{\"version\":\"4\",\"status\":\"firing\",\"alerts\":["
        + String.join(",", entries)
        + "]}";
  }
}
