package dev.imas.core.delivery;

import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.UUID;

/**
 * The message that tests a contact or a provider. It looks like a real page. It says in every
 * visible place that its incident does not exist.
 */
public final class SamplePage {

  private static final String TITLE = "Test page from IMAS: nothing is wrong";

  private SamplePage() {}

  /**
   * @param delivery the delivery's id, which takes the place of the incident's
   * @param receiver the name of what is tested
   */
  public static PageContent of(
      UUID delivery, String receiver, String team, String tenant, String author, Instant at) {
    return new PageContent(
        PageContent.TEST,
        at,
        tenant,
        new PageContent.Incident(
            delivery,
            "INC-TEST",
            TITLE,
            "This is what a page to " + receiver + " looks like. Nobody has to do anything.",
            Severity.SEV4_LOW,
            "TRIGGERED",
            new PageContent.Service(null, "test", null, null),
            team,
            0,
            at,
            null,
            0,
            null,
            0),
        "Requested by " + author,
        author,
        null);
  }
}
