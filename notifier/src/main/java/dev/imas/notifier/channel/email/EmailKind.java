package dev.imas.notifier.channel.email;

import dev.imas.core.model.MailAddress;
import dev.imas.core.model.Medium;
import dev.imas.core.platform.Settings;
import dev.imas.notifier.channel.ChannelSetup;
import dev.imas.notifier.channel.InstalledKind;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Mail over SMTP: by the tenant's own servers, or by the one that is set on the notifier. */
public final class EmailKind implements InstalledKind {

  @Override
  public String type() {
    return "email";
  }

  @Override
  public String address() {
    return "one plain mail address";
  }

  @Override
  public @Nullable String faultOf(String address) {
    return MailAddress.isPlain(address)
        ? null
        : "is not one plain mail address, such as a@b.example";
  }

  @Override
  public String shown(String address) {
    return address;
  }

  @Override
  public List<SmtpProvider> providers() {
    return List.of(SmtpProvider.smtp(), SmtpProvider.scaleway());
  }

  @Override
  public Optional<Medium> medium() {
    return Optional.of(Medium.EMAIL);
  }

  @Override
  public String mend() {
    return "set smtp.host and smtp.from (IMAS_SMTP_HOST, IMAS_SMTP_FROM) on it, or create a"
        + " provider of type smtp or scaleway_tem (POST /api/v1/providers)";
  }

  @Override
  public String page() {
    return "email.md";
  }

  @Override
  public Optional<ChannelSetup> configure(Settings in) {
    String host = in.text("smtp.host");
    String from = in.text("smtp.from");
    if (host != null && from == null) {
      in.fault("smtp.from (IMAS_SMTP_FROM) is missing; expected the address that mails come from");
    }
    EmailConfig config =
        new EmailConfig(
            host == null ? "" : host,
            in.count("smtp.port", 587, 1, 65_535),
            in.text("smtp.username"),
            in.secret("smtp.password", 1).orElse(null),
            from == null ? "" : from,
            in.text("smtp.from-name", "IMAS Manager"),
            in.choice("smtp.starttls", StartTLSOptions.REQUIRED, StartTLSOptions.class),
            in.flag("smtp.tls", false),
            in.duration(
                "smtp.timeout",
                Duration.ofSeconds(15),
                Duration.ofMillis(100),
                Duration.ofSeconds(30)),
            in.count("smtp.concurrency", 16, 1, 1000));
    return host == null
        ? Optional.empty()
        : Optional.of(
            ChannelSetup.anywhere(
                config.timeout(), ports -> new EmailChannel(ports.platform().vertx(), config)));
  }
}
