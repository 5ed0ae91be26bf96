package dev.imas.core.wording;

import dev.imas.core.bus.PageContent;
import java.util.List;
import java.util.Optional;

/**
 * What a message is about, as far as templates differ by it.
 *
 * @param name an event as in {@link PageContent}, or what several events share
 * @param inherits whose template of the tenant holds where this kind has none; empty: nobody's
 */
public record MessageKind(String name, Optional<String> inherits, String about) {

  /** Of every event of an incident that has none of its own. */
  public static final String INCIDENT = "incident";

  /** Of every message that is about no incident. */
  public static final String NOTICE = "notice";

  /** All, in the order in which they are listed. */
  public static final List<MessageKind> ALL =
      List.of(
          alone(INCIDENT, "Every message about an incident that has no template of its own."),
          event("triggered", "An incident was opened."),
          event("acknowledged", "Somebody works on it."),
          event("mitigated", "The harm has ended, the cause has not."),
          event("resolved", "It is over."),
          event("merged", "Its alerts belong to another incident now."),
          event("reopened", "It was opened again after it was resolved."),
          event("refired", "An alert of it fired again."),
          event("grew", "More alerts fire in it."),
          event("joined", "New alerts joined it, and its rule notifies again."),
          event("reminded", "Nobody has acknowledged it, and no escalation is under way."),
          event("escalated", "Nobody has acknowledged it, so the next step is paged."),
          event("scope_added", "It also concerns the recipients of an impact scope."),
          event("severity_changed", "It has another severity."),
          event("service_changed", "It belongs to another service."),
          event("handed_over", "Another team has it now."),
          event("breached", "A goal of its service levels was missed."),
          event("updated", "Somebody wrote an update for its stakeholders."),
          new MessageKind(
              PageContent.TEST,
              Optional.of(INCIDENT),
              "The test of a contact or provider. It shows what a page looks like."),
          alone(PageContent.VERIFICATION, "The code that verifies a contact."),
          alone(PageContent.DIGEST, "One message about many incidents."),
          alone(NOTICE, "Every message that is about no incident, such as one about a schedule."));

  private static MessageKind alone(String name, String about) {
    return new MessageKind(name, Optional.empty(), about);
  }

  private static MessageKind event(String name, String about) {
    return new MessageKind(INCIDENT + "." + name, Optional.of(INCIDENT), about);
  }

  public static Optional<MessageKind> named(String name) {
    return ALL.stream().filter(kind -> kind.name.equals(name)).findFirst();
  }

  /**
   * The kinds whose templates of a tenant hold for an event, the nearest first. A code, a digest
   * and a notice do not inherit the words of incidents, which would leave out what they are for.
   */
  static List<String> ownOf(String event) {
    if (PageContent.isNotice(event)) {
      return List.of(NOTICE);
    }
    return event.equals(PageContent.VERIFICATION) || event.equals(PageContent.DIGEST)
        ? List.of(event)
        : List.of(event, INCIDENT);
  }

  /** The same of the shipped templates. */
  static List<String> shippedOf(String event) {
    return PageContent.isNotice(event) ? List.of(NOTICE, INCIDENT) : List.of(event, INCIDENT);
  }
}
