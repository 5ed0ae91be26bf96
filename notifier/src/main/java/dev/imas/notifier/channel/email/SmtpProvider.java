package dev.imas.notifier.channel.email;

import dev.imas.core.model.ProviderField;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.ChannelPorts;
import dev.imas.notifier.channel.InstalledProvider;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.egress.Egress;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.ArrayList;
import java.util.List;

/** A mail server of a tenant (NTF-05, NTF-06). */
record SmtpProvider(String type, String title, List<ProviderField> fields)
    implements InstalledProvider {

  /** The limit of the provider's row comes first. */
  private static final int CONNECTIONS = 16;

  SmtpProvider {
    fields = List.copyOf(fields);
  }

  /** Any server. */
  static SmtpProvider smtp() {
    return new SmtpProvider(
        "smtp",
        "A mail server",
        fields(
            host().required(),
            ProviderField.text("username", "The account; leave it out where none is needed."),
            ProviderField.text("password", "The account's password.").secret(),
            from().required()));
  }

  /** Scaleway's service for mails of programs. */
  static SmtpProvider scaleway() {
    return new SmtpProvider(
        "scaleway_tem",
        "Scaleway Transactional Email",
        fields(
            host().usually("smtp.tem.scw.cloud"),
            ProviderField.text("username", "The project's id.").required(),
            ProviderField.text("password", "The secret key.").required().secret(),
            from().required()));
  }

  private static ProviderField host() {
    return ProviderField.text(
        "host", "[A-Za-z0-9.:_-]{1,253}", "smtp.example.com", "The server's name.");
  }

  private static ProviderField from() {
    return ProviderField.text(
        "from_email",
        "[^\\s<>()\\[\\],;:\\\\\"@]{1,64}@[A-Za-z0-9.-]{1,253}",
        "imas@example.com",
        "The address that mails come from.");
  }

  private static List<ProviderField> fields(ProviderField... own) {
    List<ProviderField> all = new ArrayList<>(List.of(own));
    all.add(1, ProviderField.number("port", 1, 65_535, "The server's port.").usually(587));
    all.add(
        ProviderField.text("from_name", "The name beside the address.").usually("IMAS Manager"));
    all.add(ProviderField.flag("use_tls", true, "Whether STARTTLS is demanded."));
    all.add(
        ProviderField.flag(
            "use_ssl", false, "Whether it is TLS from the first byte on, as on port 465."));
    return all;
  }

  @Override
  public Channel open(ProviderConfig config, ChannelPorts ports) {
    return open(config, ports.platform().vertx(), ports.egress());
  }

  static Channel open(ProviderConfig config, Vertx vertx, Egress egress) {
    Integer port = config.number("port");
    EmailConfig server =
        new EmailConfig(
            config.required("host"),
            port == null ? 587 : port,
            config.text("username"),
            config.secret("password"),
            config.required("from_email"),
            config.required("from_name"),
            config.flag("use_tls") ? StartTLSOptions.REQUIRED : StartTLSOptions.OPTIONAL,
            config.flag("use_ssl"),
            egress.timeout(),
            CONNECTIONS);
    return new CheckedEmailChannel(vertx, server, egress);
  }
}
