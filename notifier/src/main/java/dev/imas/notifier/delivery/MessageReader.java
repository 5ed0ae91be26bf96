package dev.imas.notifier.delivery;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.template.Links;

/** Makes the channel's message of a row. */
final class MessageReader {

  private final SecretBox secrets;
  private final Links links;

  MessageReader(SecretBox secrets, Links links) {
    this.secrets = secrets;
    this.links = links;
  }

  /**
   * @throws IllegalStateException when the row cannot be read, with a reason for people
   */
  Message read(Delivery d) {
    PageContent content = Json.read(d.payload(), PageContent.class);
    byte[] sealed = d.sealedSecret();
    return new Message(
        d.id(),
        d.tenant(),
        d.address(),
        sealed == null ? null : new Secret(secrets.open(sealed, d.tenant())),
        content,
        Json.read(d.payload(), Folded.class),
        links.incident(content),
        d.attempts());
  }
}
