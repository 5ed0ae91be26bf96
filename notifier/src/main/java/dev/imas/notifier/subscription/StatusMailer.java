package dev.imas.notifier.subscription;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.message.SubscriberLink;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.wording.ReceiverFacts;
import dev.imas.core.wording.ReplyLink;
import dev.imas.core.wording.SayingWords;
import dev.imas.core.wording.Templates;
import dev.imas.core.wording.Wording;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Mails one subscriber, in the language in which they subscribed and in the shipped words:
 * templates of the tenant are for its own people. Makes one attempt, in bounded time.
 */
final class StatusMailer {

  private final Channel email;
  private final SecretBox secrets;

  StatusMailer(Channel email, SecretBox secrets) {
    this.email = email;
    this.secrets = secrets;
  }

  Future<Outcome> send(StatusMail mail) {
    Message message;
    try {
      message = message(mail);
    } catch (IllegalStateException e) {
      return Future.succeededFuture(Outcome.Retry.because(String.valueOf(e.getMessage())));
    }
    return email.send(message);
  }

  private Message message(StatusMail mail) {
    Templates templates = Templates.in(mail.language(), "en", Map.of());
    PageContent content =
        SayingWords.in(Json.read(mail.content(), PageContent.class), templates.phrases());
    ReplyLink link = link(mail, content.event());
    // The same in each attempt, so that a mail that comes twice can be recognised.
    UUID id =
        UUID.nameUUIDFromBytes(
            (mail.telling() + " " + mail.subscriber()).getBytes(StandardCharsets.UTF_8));
    ReceiverFacts told =
        new ReceiverFacts(content, Folded.NOTHING, mail.site(), link, null, false, Map.of());
    return new Message(
        id,
        mail.tenant(),
        mail.subscriber(),
        mail.email(),
        null,
        content,
        Folded.NOTHING,
        null,
        mail.site(),
        link,
        null,
        mail.attempt(),
        new Wording(told, templates));
  }

  private ReplyLink link(StatusMail mail, String event) {
    boolean isAsked = event.equals(SubscriberLink.CONFIRM_EVENT);
    SubscriberLink kind = isAsked ? SubscriberLink.CONFIRM : SubscriberLink.LEAVE;
    Secret path =
        kind.path(secrets, new SubscriberLink.Named(mail.tenant().value(), mail.subscriber()));
    return new ReplyLink(
        new Secret(mail.site() + path.reveal()),
        List.of(isAsked ? ReplyLink.CONFIRM : ReplyLink.LEAVE));
  }
}
