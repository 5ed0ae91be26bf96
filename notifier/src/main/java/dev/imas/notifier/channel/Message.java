package dev.imas.notifier.channel;

import dev.imas.core.bus.Digest;
import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Secret;
import dev.imas.core.wording.PageLines;
import dev.imas.core.wording.ReceiverFacts;
import dev.imas.core.wording.ReplyLink;
import dev.imas.core.wording.Templates;
import dev.imas.core.wording.Wording;
import dev.imas.core.wording.Words;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One page for one receiver.
 *
 * @param id of the delivery; the same in every attempt, so that a receiver can recognise a repeat
 * @param receiver the contact; for the test of a provider that provider
 * @param address as the channel understands it: a URL, a mail address
 * @param secret of the receiver, decrypted
 * @param folded messages that this one replaces, because they were not sent separately; the
 *     content's message tells people so
 * @param digest of many incidents; the content is then the digest as a page
 * @param incidentUrl where people find the incident
 * @param reply by which the receiver acts, if it is a person
 * @param card the incident's message in the same chat, which is changed apart: this one is a page
 *     beside it, and points there; null where there is none
 * @param attempt 1 for the first attempt
 * @param wording the words of it, in the receiver's language
 */
public record Message(
    UUID id,
    TenantId tenant,
    UUID receiver,
    String address,
    @Nullable Secret secret,
    PageContent content,
    Folded folded,
    @Nullable Digest digest,
    String incidentUrl,
    @Nullable ReplyLink reply,
    @Nullable Card card,
    int attempt,
    Wording wording) {

  /** To a place that several people read, in the shipped words. */
  public Message(
      UUID id,
      TenantId tenant,
      UUID receiver,
      String address,
      @Nullable Secret secret,
      PageContent content,
      Folded folded,
      @Nullable Digest digest,
      String incidentUrl,
      int attempt) {
    this(
        id,
        tenant,
        receiver,
        address,
        secret,
        content,
        folded,
        digest,
        incidentUrl,
        null,
        null,
        attempt,
        new Wording(new ReceiverFacts(content, folded, incidentUrl), Templates.SHIPPED));
  }

  /** The same message, which the receiver may answer. */
  public Message with(ReplyLink link) {
    return new Message(
        id,
        tenant,
        receiver,
        address,
        secret,
        content,
        folded,
        digest,
        incidentUrl,
        link,
        card,
        attempt,
        wording.with(link));
  }

  /**
   * The same message beside that card.
   *
   * @param other null: it stands alone
   */
  public Message beside(@Nullable Card other) {
    return new Message(
        id,
        tenant,
        receiver,
        address,
        secret,
        content,
        folded,
        digest,
        incidentUrl,
        reply,
        other,
        attempt,
        wording);
  }

  /** The same message to another address of the receiver, where no card is. */
  Message to(String other) {
    return new Message(
        id,
        tenant,
        receiver,
        other,
        secret,
        content,
        folded,
        digest,
        incidentUrl,
        reply,
        null,
        attempt,
        wording);
  }

  /** Whether people act by its buttons. Beside a card the card has them. */
  public boolean hasActions() {
    return card == null && Words.isAnswerable(content);
  }

  /** What it says, line by line. */
  public PageLines lines() {
    return wording.lines();
  }

  /** The one link of a message that has room for one: by which the receiver acts, if it can. */
  public String link() {
    return reply == null ? incidentUrl : reply.url().reveal();
  }

  /** Whether it tells of a SEV1 or SEV2. */
  public boolean isUrgent() {
    return content.incident().severity().compareTo(Severity.SEV2_HIGH) <= 0;
  }
}
