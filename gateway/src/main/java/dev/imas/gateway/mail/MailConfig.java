package dev.imas.gateway.mail;

import dev.imas.core.option.MailAddresses;
import dev.imas.core.platform.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param port 0: no mail is taken
 * @param domain what addresses of sources end in
 * @param maxMessageBytes of a mail as it is sent
 * @param maxRecipients of one mail
 * @param messagesPerMinute of one connection
 * @param timeout how long a connection may be silent, or leave an answer unread
 * @param longestSession after which a connection is closed, whatever it does
 * @param certificate for STARTTLS, with its key; null: it is not offered
 */
public record MailConfig(
    int port,
    String host,
    String domain,
    int maxMessageBytes,
    int maxConnections,
    int maxRecipients,
    int messagesPerMinute,
    Duration timeout,
    Duration longestSession,
    @Nullable Path certificate,
    @Nullable Path key) {

  private static final int MIB = 1 << 20;

  public static MailConfig read(Settings in) {
    int port = in.port("gateway.smtp.port", 0);
    String domain = in.text(MailAddresses.SETTING, "");
    if (port != 0 && (domain.isEmpty() || domain.contains("@"))) {
      in.fault(
          "gateway.smtp.domain ("
              + domain
              + ") must say what addresses of sources end in, such as alerts.example.com, where"
              + " gateway.smtp.port is set");
    }
    Path certificate = file(in, "gateway.smtp.certificate");
    Path key = file(in, "gateway.smtp.key");
    if ((certificate == null) != (key == null)) {
      in.fault(
          "gateway.smtp.certificate and gateway.smtp.key must both be set, or neither: one is of"
              + " no use without the other");
    }
    return new MailConfig(
        port,
        in.text("gateway.smtp.host", "127.0.0.1"),
        domain,
        (int) in.bytes("gateway.smtp.max-message", MIB, 1024, 10 * MIB),
        in.count("gateway.smtp.max-connections", 20, 1, 1_000),
        in.count("gateway.smtp.max-recipients", 10, 1, 100),
        in.count("gateway.smtp.messages-per-minute", 300, 1, 100_000),
        in.duration(
            "gateway.smtp.timeout",
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.ofMinutes(10)),
        in.duration(
            "gateway.smtp.longest-session",
            Duration.ofMinutes(10),
            Duration.ofSeconds(1),
            Duration.ofHours(1)),
        certificate,
        key);
  }

  /** Whether mail is taken. */
  public boolean isOn() {
    return port != 0;
  }

  private static @Nullable Path file(Settings in, String setting) {
    String name = in.text(setting);
    if (name == null || name.isEmpty()) {
      return null;
    }
    Path file = Path.of(name);
    if (!Files.isReadable(file)) {
      in.fault(setting + ": " + file + " cannot be read; expected a PEM file");
    }
    return file;
  }
}
