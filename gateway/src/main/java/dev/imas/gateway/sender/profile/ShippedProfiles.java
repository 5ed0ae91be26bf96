package dev.imas.gateway.sender.profile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.SourceKind.SetUp;
import dev.imas.core.platform.Json;
import dev.imas.core.profile.SenderProfile;
import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.KeyForm;
import dev.imas.gateway.sender.Sender;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * The senders that IMAS ships as profiles. Each is a file beside this class, of two parts: {@code
 * sender} says what the product has to know of it ({@link Sender}), {@code profile} how its bodies
 * are read.
 */
public final class ShippedProfiles {

  /** The names of the files, which are also the last part of their paths. */
  private static final List<String> NAMES =
      List.of(
          "airbrake",
          "argocd",
          "aws-eventbridge",
          "aws-sns",
          "axiom",
          "azure-monitor",
          "checkmk",
          "circleci",
          "cloudevents",
          "dash0",
          "dynatrace",
          "email",
          "gcp-monitoring",
          "github",
          "gitlab",
          "graylog",
          "healthchecks",
          "icinga",
          "jenkins",
          "kapacitor",
          "kubernetes-events",
          "librato",
          "librenms",
          "nagios",
          "netdata",
          "newrelic",
          "oncall-formatted",
          "opsgenie-webhook",
          "otlp",
          "pagerduty-webhook",
          "pingdom",
          "prtg",
          "raygun",
          "riemann",
          "sentry",
          "site24x7",
          "splunk",
          "statuscake",
          "statuspage",
          "updown",
          "uptimerobot",
          "zabbix");

  private ShippedProfiles() {}

  /** In the order of their names. */
  public static List<Sender> all() {
    return NAMES.stream().map(name -> sender(name, read(name))).toList();
  }

  /** A file of this name. */
  public static JsonNode read(String name) {
    try (InputStream in = ShippedProfiles.class.getResourceAsStream(name + ".json")) {
      return Json.read(
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8),
          JsonNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException(name + ".json cannot be read", e);
    }
  }

  static Sender sender(String name, JsonNode file) {
    JsonNode sender = file.path("sender");
    String called = sender.path("name").asText();
    Set<KeyForm> keys = EnumSet.noneOf(KeyForm.class);
    sender
        .path("keys")
        .forEach(key -> keys.add(KeyForm.valueOf(key.asText().toUpperCase(Locale.ROOT))));
    List<String> payloads = new ArrayList<>();
    sender.path("payloads").forEach(folder -> payloads.add(folder.asText()));
    List<String> lines = new ArrayList<>();
    sender.path("set_up").path("text").forEach(line -> lines.add(line.asText()));
    SenderProfile profile = profile(name, file.path("profile"));
    Format read =
        Format.webhook(
                name,
                sender.path("identified_by").asText(),
                new ProfileDecoder(name, called, profile))
            .withPayloads(payloads.toArray(String[]::new));
    Format format = ProfileArrivals.of(read, profile.arrival());
    return new Sender(
        name.toUpperCase(Locale.ROOT).replace('-', '_'),
        called,
        sender.path("title").asText(called),
        List.of(format),
        keys,
        false,
        name + ".md",
        new SetUp(sender.path("set_up").path("where").asText(), String.join("\n", lines) + "\n"));
  }

  private static SenderProfile profile(String name, JsonNode profile) {
    List<String> faults = new ArrayList<>();
    SenderProfile read =
        SenderProfile.read(profile, (pointer, expected) -> faults.add(pointer + " " + expected));
    if (read == null) {
      throw new IllegalStateException(name + ".json: " + faults);
    }
    return read;
  }
}
