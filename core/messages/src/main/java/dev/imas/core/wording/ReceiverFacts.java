package dev.imas.core.wording;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a message tells one receiver.
 *
 * @param incidentUrl where people find what it is about; empty if nowhere
 * @param reply by which the receiver acts, if it is a person
 * @param code that verifies a contact; null in other messages
 * @param isLocal whether its links open on the machine of IMAS alone, since nobody has said under
 *     which address people reach it
 * @param times the moments in the texts of the page, as they are said there
 */
public record ReceiverFacts(
    PageContent page,
    Folded folded,
    String incidentUrl,
    @Nullable ReplyLink reply,
    @Nullable String code,
    boolean isLocal,
    Map<String, Instant> times) {

  public ReceiverFacts {
    times = Map.copyOf(times);
  }

  public ReceiverFacts(PageContent page, Folded folded, String incidentUrl) {
    this(page, folded, incidentUrl, null, null, false, Map.of());
  }

  public ReceiverFacts with(ReplyLink link) {
    return new ReceiverFacts(page, folded, incidentUrl, link, code, isLocal, times);
  }

  public ReceiverFacts withCode(String verifying) {
    return new ReceiverFacts(page, folded, incidentUrl, reply, verifying, isLocal, times);
  }

  /** The one link of a message that has room for one: by which the receiver acts, if it can. */
  String link() {
    return reply == null ? incidentUrl : reply.url().reveal();
  }
}
