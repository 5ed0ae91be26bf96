package dev.imas.notifier.template;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.wording.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What another incident system must be told, so that it follows the incident. Pure. */
public final class FollowedSteps {

  /** One request to the other system. */
  public enum Step {
    TRIGGER,
    ACKNOWLEDGE,
    RESOLVE
  }

  /**
   * @param key the other system's key for the incident
   */
  public record Follow(Step step, String key) {}

  private FollowedSteps() {}

  /**
   * The steps of a page, in order. A page that was folded into a later message was never sent, so
   * its trigger comes first. A test leaves nothing open.
   *
   * <p>What is acknowledged elsewhere stays so, whatever else is sent about it. So an
   * acknowledgement that is taken back ends it there, and it begins anew under another key.
   */
  public static List<Follow> of(PageContent page, Folded folded) {
    List<Follow> follows = new ArrayList<>();
    int taken = page.incident().unacknowledgeCount();
    for (int before = taken - takenBack(page, folded); before < taken; before++) {
      follows.add(new Follow(Step.RESOLVE, key(page, before)));
    }
    steps(page, folded).forEach(step -> follows.add(new Follow(step, key(page, taken))));
    return follows;
  }

  /** How many acknowledgements the page tells to be taken back, with what was folded into it. */
  private static int takenBack(PageContent page, Folded folded) {
    long told =
        Stream.concat(Stream.of(page.event()), folded.earlier().stream().map(Folded.Moment::event))
            .filter("incident.unacknowledged"::equals)
            .count();
    return (int) Math.min(told, page.incident().unacknowledgeCount());
  }

  private static List<Step> steps(PageContent page, Folded folded) {
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
   * second reopening, and {@code -u1} after the first acknowledgement that was taken back.
   * Otherwise a late message about what was resolved would end or reopen it.
   */
  private static String key(PageContent page, int takenBack) {
    PageContent.Incident incident = page.incident();
    String key = (Words.isTest(page) ? "imas-test-" : "imas-incident-") + incident.id();
    String reopened = incident.reopenCount() == 0 ? key : key + "-r" + incident.reopenCount();
    return takenBack == 0 ? reopened : reopened + "-u" + takenBack;
  }
}
