package dev.imas.core.catalog;

import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.UUID;

/**
 * What the test of a contact sends: a page in the very form of a real one, about an incident that
 * is none and says so in every place where people look.
 */
final class SamplePage {

  private static final String TITLE = "Test page from IMAS: nothing is wrong";

  private SamplePage() {}

  /**
   * @param delivery stands in for the incident's id
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
        "Asked for by " + author,
        author,
        null);
  }
}
