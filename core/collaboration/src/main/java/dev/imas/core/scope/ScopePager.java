package dev.imas.core.scope;

import dev.imas.core.catalog.Contact;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.contact.Reach;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.Page;
import dev.imas.core.incident.Pager;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.scope.IncidentScopeRepository.Recipient;
import dev.imas.core.scope.ScopeSteps.Word;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Tells the recipients of scopes that an incident gets (RTE-02): the mandatory addresses, and
 * whoever is on call for the scope's team. It comes after paging, so that whoever has just been
 * called is not told again (RTE-04). A change that says nothing of scopes costs nothing.
 */
public final class ScopePager implements IncidentReaction {

  private static final String EMAIL = "email";

  private final IncidentScopeRepository repository = new IncidentScopeRepository();
  private final OnCall onCall = new OnCall();
  private final Pager pager;
  private final PersonReach people;

  public ScopePager(Pager pager, PersonReach people) {
    this.pager = pager;
    this.people = people;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    Future<Void> done = Future.succeededFuture();
    for (IncidentChange change : changes) {
      if (change.after().status().isOpen() && !change.isHeld()) {
        for (Word word : ScopeSteps.words(change.steps())) {
          done = done.compose(before -> tell(tx, change.after(), word));
        }
      }
    }
    return done;
  }

  private Future<Void> tell(Tx tx, Incident incident, Word word) {
    Instant at = incident.clocks().updatedAt();
    List<Contact> receivers = receivers(tx, word.scopes(), incident.severity(), at);
    return receivers.isEmpty()
        ? Future.succeededFuture()
        : pager.inform(
            tx, Page.ofScopes(incident, word.entry(), word.message(), at), receivers, word.since());
  }

  private List<Contact> receivers(Tx tx, Set<UUID> scopes, Severity severity, Instant at) {
    List<Contact> receivers = new ArrayList<>();
    Set<UUID> users = new LinkedHashSet<>();
    for (Recipient recipient : repository.recipients(tx, scopes).await()) {
      if (recipient.team() != null) {
        users.addAll(onCall.of(tx, recipient.team(), at));
      } else if (recipient.receiver() != null && recipient.address() != null) {
        receivers.add(
            new Contact(recipient.receiver(), EMAIL, recipient.address(), Severity.SEV4_LOW));
      }
    }
    List<Contact> first = new ArrayList<>();
    people.plan(tx, users, severity, Set.of()).values().forEach(reach -> first.addAll(now(reach)));
    first.addAll(receivers);
    return first;
  }

  /**
   * The contacts by which a person is told at once, or else the one that comes first: a scope tells
   * once, and an escalation does not follow.
   */
  static List<Contact> now(Reach reach) {
    return reach.calls().stream()
        .filter(call -> call.after().equals(reach.calls().getFirst().after()))
        .map(
            call ->
                new Contact(
                    call.method(),
                    call.channel(),
                    call.address(),
                    Severity.SEV4_LOW,
                    call.waits() != null))
        .toList();
  }
}
