package dev.imas.notifier.template;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.wording.Words;
import java.util.List;

/** What another incident system must be told, so that it follows the incident. Pure. */
public final class FollowedSteps {

  /** One request to the other system. */
  public enum Step {
    TRIGGER,
    ACKNOWLEDGE,
    RESOLVE
  }

  private FollowedSteps() {}

  /**
   * The steps of a page, in order. A page that was folded into a later message was never sent, so
   * its trigger comes first. A test leaves nothing open.
   */
  public static List<Step> of(PageContent page, Folded folded) {
    if (Words.isTest(page)) {
      return List.of(Step.TRIGGER, Step.RESOLVE);
    }
    boolean calls =
        Words.isCall(page) || folded.earlier().stream().anyMatch(m -> Words.isCall(m.event()));
    return switch (page.incident().status()) {
      case "RESOLVED" -> List.of(Step.RESOLVE);
      case "ACKNOWLEDGED", "MITIGATED" -> {
        if (isHandedOver(page)) {
          yield List.of(Step.RESOLVE);
        }
        yield calls ? List.of(Step.TRIGGER, Step.ACKNOWLEDGE) : List.of(Step.ACKNOWLEDGE);
      }
      default -> List.of(isHandedOver(page) ? Step.RESOLVE : Step.TRIGGER);
    };
  }

  /** The receiver's team has nothing more to do with it. */
  private static boolean isHandedOver(PageContent page) {
    return page.event().equals("incident.handed_over");
  }

  /**
   * The other system's key for the incident: {@code imas-incident-<id>}, with {@code -r2} after the
   * second reopening. Otherwise a late message about what was resolved would end or reopen it.
   */
  public static String key(PageContent page) {
    PageContent.Incident incident = page.incident();
    String key = (Words.isTest(page) ? "imas-test-" : "imas-incident-") + incident.id();
    return incident.reopenCount() == 0 ? key : key + "-r" + incident.reopenCount();
  }
}
