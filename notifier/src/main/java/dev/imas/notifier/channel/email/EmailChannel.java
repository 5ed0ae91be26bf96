package dev.imas.notifier.channel.email;

import dev.imas.core.model.MailAddress;
import dev.imas.core.platform.Secret;
import dev.imas.core.wording.SafeText;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.SMTPException;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends pages by mail, over one SMTP server. */
public final class EmailChannel implements Channel {

  private final EmailConfig config;
  private final MailClient client;

  public EmailChannel(Vertx vertx, EmailConfig config) {
    this.config = config;
    this.client = MailClient.create(vertx, options(config));
  }

  /** All receivers share one server. While it hangs, it holds no more slots than this. */
  @Override
  public int concurrency() {
    return config.concurrency();
  }

  @Override
  public Future<Outcome> send(Message message) {
    if (!MailAddress.isPlain(message.address())) {
      return Future.succeededFuture(Outcome.Refused.because("the address is not a mail address"));
    }
    return client
        .sendMail(PageMail.of(message, config))
        .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .<Outcome>map(result -> new Outcome.Accepted(result.getMessageID(), null))
        .otherwise(EmailChannel::failed);
  }

  private static Outcome failed(Throwable failure) {
    return switch (failure) {
      case SMTPException smtp -> answered(smtp);
      case TimeoutException e -> Outcome.Retry.because("the mail server did not answer in time");
      case ConnectException none ->
          Outcome.Retry.notTaken(
              "mail server: " + SafeText.line(String.valueOf(none.getMessage()), 200), null, null);
      default ->
          Outcome.Retry.because(
              "mail server: " + SafeText.line(String.valueOf(failure.getMessage()), 200));
    };
  }

  private static Outcome answered(SMTPException smtp) {
    int code = smtp.getReplyCode();
    String reason = "SMTP " + code + ": " + SafeText.line(smtp.getReplyMessage(), 200);
    // If our login is wrong, the message is not at fault. It is sent once the login is corrected.
    boolean login = code == 530 || code == 534 || code == 535 || code == 538;
    return smtp.isPermanent() && !login
        ? new Outcome.Refused(reason, code)
        : Outcome.Retry.notTaken(reason, code, null); // RFC 5321: a negative reply to any command
  }

  private static MailConfig options(EmailConfig config) {
    MailConfig options =
        new MailConfig()
            .setHostname(config.host())
            .setPort(config.port())
            .setSsl(config.tls())
            .setStarttls(config.starttls())
            .setLogin(config.username() == null ? LoginOption.DISABLED : LoginOption.REQUIRED)
            .setOwnHostname("imas")
            .setMaxPoolSize(config.concurrency())
            .setConnectTimeout((int) config.timeout().toMillis())
            .setIdleTimeout((int) config.timeout().toMillis())
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    String username = config.username();
    Secret password = config.password();
    if (username != null) {
      options.setUsername(username).setPassword(password == null ? "" : password.reveal());
    }
    return options;
  }

  @Override
  public Future<Void> close() {
    // It says goodbye to servers, of which one may have closed the connection meanwhile.
    return client.close().otherwiseEmpty();
  }
}
