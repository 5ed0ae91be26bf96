package dev.imas.core.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.imports.Secrets.Secret;
import dev.imas.core.model.MailAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Mail: each address is a contact, and the server a provider. */
final class MailIntegration {

  private static final Pattern NAMED = Pattern.compile("\"?([^\"<]*?)\"?\\s*<([^<>]+)>");
  private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._-]{1,253}):(\\d{1,5})");
  private static final int TLS_PORT = 465;

  private MailIntegration() {}

  static void mail(Integration of) {
    String to = of.fields().text("to");
    boolean reaches = to != null && addresses(of, to);
    server(of);
    if (to == null) {
      of.left("to", "is missing, and IMAS needs to know where to send");
    } else if (reaches) {
      of.carried("is a contact of the channel email for each address");
    }
  }

  private static boolean addresses(Integration of, String to) {
    if (Integration.isTemplate(to)) {
      of.left("to", "is a template; IMAS needs addresses that are always the same");
      return false;
    }
    boolean reaches = false;
    for (String one : to.split(",", -1)) {
      String address = plain(one);
      if (MailAddress.isPlain(address)) {
        of.contact("email", "email " + address, Integration.text(address));
        reaches = true;
      } else if (!one.isBlank()) {
        of.left("to", "has '" + Fields.cut(one) + "', which is no mail address");
      }
    }
    return reaches;
  }

  /** Without the name beside it. */
  private static String plain(String address) {
    Matcher named = NAMED.matcher(address.strip());
    return named.matches() ? named.group(2).strip() : address.strip();
  }

  private static void server(Integration of) {
    String smarthost = of.text("smarthost", "smtp_smarthost");
    String from = of.text("from", "smtp_from");
    String username = of.text("auth_username", "smtp_auth_username");
    boolean demandsTls =
        of.fields().flag("require_tls", of.global().flag("smtp_require_tls", true));
    boolean isTls =
        of.fields().flag("force_implicit_tls", of.global().flag("smtp_force_implicit_tls", false));
    reportWhatServersHaveNot(of);
    Matcher host = HOST.matcher(smarthost == null ? "" : smarthost.strip());
    if (!host.matches() || from == null || Integration.isTemplate(from)) {
      of.left(
          "smarthost",
          "the mail server or the address that mails come from is no plain text; mails go by the"
              + " server that is set on the notifier");
      return;
    }
    int port = Integer.parseInt(host.group(2));
    ObjectNode config = Integration.config().put("host", host.group(1)).put("port", port);
    addSender(config, from.strip());
    config.put("use_tls", demandsTls);
    if (isTls || port == TLS_PORT) {
      config.put("use_ssl", true);
    }
    account(of, config, username);
  }

  private static void addSender(ObjectNode config, String from) {
    Matcher named = NAMED.matcher(from);
    config.put("from_email", plain(from));
    if (named.matches() && !named.group(1).isBlank()) {
      config.put("from_name", named.group(1).strip());
    }
  }

  private static void account(Integration of, ObjectNode config, @Nullable String username) {
    Secret password = of.secret("auth_password", "smtp_auth_password");
    String identity = config + " " + username;
    if (username != null && !username.isBlank()) {
      config.put("username", username);
    }
    if (password != null) {
      config.set("password", password.reference());
      identity += password.identity();
    }
    of.account("smtp", identity, config);
  }

  private static void reportWhatServersHaveNot(Integration of) {
    of.text("auth_identity", "smtp_auth_identity");
    of.text("hello", "smtp_hello");
    boolean isOther = of.fields().has("auth_secret") || of.fields().has("auth_secret_file");
    if (isOther
        || of.global().has("smtp_auth_secret")
        || of.global().has("smtp_auth_secret_file")) {
      of.left("auth_secret", "IMAS logs in to mail servers with a password");
    }
    if (of.global().has("smtp_tls_config")) {
      of.report().left("global.smtp_tls_config", "IMAS checks servers by the certificates of Java");
    }
  }
}
