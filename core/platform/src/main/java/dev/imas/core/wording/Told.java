package dev.imas.core.wording;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import org.jspecify.annotations.Nullable;

/**
 * What a message tells one receiver.
 *
 * @param incidentUrl where people find what it is about
 * @param reply by which the receiver acts, if it is a person
 * @param code that verifies a contact; null in other messages
 */
public record Told(
    PageContent page,
    Folded folded,
    String incidentUrl,
    @Nullable ReplyLink reply,
    @Nullable String code) {

  public Told(PageContent page, Folded folded, String incidentUrl) {
    this(page, folded, incidentUrl, null, null);
  }

  public Told with(ReplyLink link) {
    return new Told(page, folded, incidentUrl, link, code);
  }

  public Told withCode(String verifying) {
    return new Told(page, folded, incidentUrl, reply, verifying);
  }

  /** The one link of a message that has room for one: by which the receiver acts, if it can. */
  String link() {
    return reply == null ? incidentUrl : reply.url().reveal();
  }
}
