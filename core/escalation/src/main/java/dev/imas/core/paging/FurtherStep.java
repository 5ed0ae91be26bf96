package dev.imas.core.paging;

import dev.imas.core.catalog.Contact;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationPolicy.Place;
import dev.imas.core.fallback.FallbackContacts;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.OpeningRepository;
import dev.imas.core.incident.UnpagedIncidents;
import dev.imas.core.platform.Tx;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds whom an escalation would have called next, had no acknowledgement stopped it: they are
 * called where nothing has come of the acknowledgement (C54). The acknowledgement holds, and the
 * escalation stays where it was. Callers have locked the incident.
 */
public final class FurtherStep {

  /** Enough for the longest policy. */
  private static final int MOST = 100;

  /**
   * What it finds.
   *
   * @param called empty if nobody is to be called
   * @param words whom it calls or why nobody, as the end of a sentence
   */
  public record Found(List<Contact> called, String words) {

    public Found {
      called = List.copyOf(called);
    }
  }

  private final RunRepository runs = new RunRepository();
  private final Policies policies = new Policies();
  private final OpeningRepository openings = new OpeningRepository();
  private final FallbackContacts fallback = new FallbackContacts();
  private final UnpagedIncidents unpaged = new UnpagedIncidents();
  private final PersonReach people;
  private final InstantSource clock;

  public FurtherStep(PersonReach people, InstantSource clock) {
    this.people = people;
    this.clock = clock;
  }

  /** Whom it calls now. A step whose conditions do not hold calls nobody on purpose. */
  public Found find(Tx tx, Incident incident) {
    Optional<Run> last = runs.of(tx, incident.id(), 1).await().stream().findFirst();
    if (last.isEmpty() && unpaged.isUnpaged(tx, incident).await()) {
      return new Found(List.of(), "nobody is called, since it was opened without paging anyone");
    }
    if (last.isEmpty()) {
      return fallback(tx, "no escalation has run");
    }
    EscalationPolicy policy = policies.of(tx, last.get());
    StepFinder finder =
        new StepFinder(
            tx,
            people,
            openings.labels(tx, List.of(incident.id())).await(),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    List<String> passed = new ArrayList<>();
    boolean failed = false;
    for (Place place : from(policy, last.get().next())) {
      Firing firing = finder.fire(incident, policy, place);
      List<Contact> called = called(firing);
      String step = StepTimer.place(policy, place);
      if (called.stream().anyMatch(Contact::calls)) {
        return new Found(
            called,
            step
                + " of “"
                + policy.name()
                + "” is taken: pages "
                + String.join(", ", firing.names()));
      }
      failed |= firing.kind() == Firing.Kind.NOBODY;
      passed.add(step + ": " + String.join("; ", firing.reasons()));
    }
    String why = String.join("; ", passed);
    return failed ? fallback(tx, why) : new Found(List.of(), "nobody else is called (" + why + ")");
  }

  private Found fallback(Tx tx, String why) {
    List<Contact> contacts = fallback.of(tx).await();
    return contacts.stream().anyMatch(Contact::calls)
        ? new Found(contacts, "the fallback is paged (" + why + ")")
        : new Found(List.of(), "nobody else can be called (" + why + ")");
  }

  /** The step that would have come, and those after it in its round; else the last one again. */
  static List<Place> from(EscalationPolicy policy, Place next) {
    int last = policy.steps().size() - 1;
    Place first = next.equals(Walk.END) ? new Place(policy.rounds() - 1, last) : next;
    return Stream.iterate(
            first, place -> place.step() <= last, p -> new Place(p.round(), p.step() + 1))
        .limit(MOST)
        .toList();
  }

  /** Those whom the step tells at once, or whoever's call comes first after that. */
  private static List<Contact> called(Firing firing) {
    if (firing.now().stream().anyMatch(Contact::calls) || firing.later().isEmpty()) {
      return firing.now();
    }
    return List.of(Firing.person(firing.later().getFirst().call()));
  }
}
