package dev.imas.notifier.delivery;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.imas.core.bus.Digest;
import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.message.ContactCode;
import dev.imas.core.message.InvitationLink;
import dev.imas.core.message.LinkToken;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.wording.Phrases;
import dev.imas.core.wording.ReceiverFacts;
import dev.imas.core.wording.SayingWords;
import dev.imas.core.wording.Templates;
import dev.imas.core.wording.Wording;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.template.DigestPage;
import dev.imas.notifier.template.PageLinks;
import dev.imas.notifier.wording.TenantWords;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a row into the channel's message. */
final class MessageReader {

  /** It is read on the machine of IMAS. */
  private static final String CONSOLE = "console";

  private final SecretBox secrets;
  private final PageLinks links;

  MessageReader(SecretBox secrets, PageLinks links) {
    this.secrets = secrets;
    this.links = links;
  }

  /**
   * @throws IllegalStateException when the row cannot be read, with a reason for people
   */
  Message read(Delivery d, TenantWords words) {
    Message message = plain(d, words);
    if (d.event().equals(InvitationLink.EVENT)) {
      return message.with(links.invitation(code(d, message)));
    }
    if (d.event().equals(InvitationLink.RESET_EVENT)) {
      return message.with(links.reset(code(d, message)));
    }
    List<String> actions = Json.read(d.payload(), Answerable.class).actions();
    return actions == null || actions.isEmpty()
        ? message
        : message.with(links.reply(token(d), actions));
  }

  private Secret code(Delivery d, Message message) {
    return Credential.invitation(d.tenant().value(), secrets, message.content().incident().id());
  }

  private Secret token(Delivery d) {
    return d.event().equals(PageContent.DIGEST)
        ? LinkToken.ofDigest(secrets, d.id())
        : LinkToken.of(secrets, d.id());
  }

  /** What the link of a message to a person is for; others have none. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Answerable(@Nullable List<String> actions) {}

  private Message plain(Delivery d, TenantWords words) {
    Reader reader = d.reader();
    Templates templates =
        words.templates(
            reader == null ? null : reader.locale(), reader == null ? null : reader.zone());
    Content read = content(d);
    Content content = read.in(templates.phrases());
    String url = links.incident(content.page());
    ReceiverFacts told =
        new ReceiverFacts(
            content.page(),
            content.folded(),
            url,
            null,
            content.code(),
            links.areLocal() && !d.channel().equals(CONSOLE),
            SayingWords.times(read.page(), templates.phrases()));
    byte[] sealed = d.sealedSecret();
    return new Message(
        d.id(),
        d.tenant(),
        d.receiverId(),
        d.address(),
        sealed == null ? null : new Secret(secrets.open(sealed, d.tenant())),
        content.page(),
        content.folded(),
        content.digest(),
        url,
        null,
        null,
        d.attempts(),
        new Wording(told, templates));
  }

  private record Content(
      PageContent page, Folded folded, @Nullable Digest digest, @Nullable String code) {

    /** A notice in the receiver's language; other messages are put into words by templates. */
    Content in(Phrases phrases) {
      return new Content(SayingWords.in(page, phrases), folded, digest, code);
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record DigestPayload(Digest digest, @Nullable String tenant) {}

  private Content content(Delivery d) {
    if (d.event().equals(PageContent.VERIFICATION)) {
      String code = ContactCode.of(secrets, d.id());
      PageContent page = Json.read(d.payload(), PageContent.class);
      return new Content(page.withTitle("Your IMAS code is " + code), Folded.NOTHING, null, code);
    }
    if (!d.event().equals(PageContent.DIGEST)) {
      return new Content(
          Json.read(d.payload(), PageContent.class),
          Json.read(d.payload(), Folded.class),
          null,
          null);
    }
    DigestPayload payload = Json.read(d.payload(), DigestPayload.class);
    Digest digest = payload.digest();
    return new Content(
        DigestPage.of(digest, d.id(), payload.tenant(), d.urgency()), Folded.NOTHING, digest, null);
  }
}
