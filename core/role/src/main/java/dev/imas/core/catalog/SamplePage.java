package dev.imas.core.catalog;

import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.UUID;

/**
 * The message that tests a contact. It looks like a real page. It says in every visible place that
 * its incident does not exist.
 */
final class SamplePage {

  private static final String TITLE = "Test page from IMAS: nothing is wrong";

  private SamplePage() {}

  /**
   * @param delivery the delivery's id, which takes the place of the incident's
   */
  static PageContent of(
      UUID delivery, String contact, String team, String tenant, String author, Instant at) {
    return new PageContent(
        PageContent.TEST,
        at,
        tenant,
        new PageContent.Incident(
            delivery,
            "INC-TEST",
            TITLE,
            "This is what a page to " + contact + " looks like. Nobody has to do anything.",
            Severity.SEV4_LOW,
            "TRIGGERED",
            new PageContent.Service(null, "test", null, null),
            team,
            0,
            at,
            null,
            0,
            null),
        "Requested by " + author,
        author,
        null);
  }
}
