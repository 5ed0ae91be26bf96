package dev.imas.core.incident;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Principal;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people do to incidents without the API: by a link in a message, or in a chat. The
 * permission, the transaction, the timeline and what follows from the change are those of the API.
 */
public final class IncidentReplies {

  /** What can be done. */
  public enum Act {
    ACKNOWLEDGE(Permission.INCIDENT_ACKNOWLEDGE),
    UNACKNOWLEDGE(Permission.INCIDENT_ACKNOWLEDGE),
    RESOLVE(Permission.INCIDENT_RESOLVE),
    /** One severity up. */
    ESCALATE(Permission.INCIDENT_EDIT);

    private final Permission permission;

    Act(Permission permission) {
      this.permission = permission;
    }

    public Permission permission() {
      return permission;
    }

    /** The name in a form, such as {@code acknowledge}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One answer of one person.
   *
   * @param caller as they are in the database now
   * @param incident a UUID or a short id
   * @param message for the timeline; null: what the status became
   * @param cause of what is resolved; null: it is not said
   * @param via the way in, such as {@code link}
   */
  public record Reply(
      Act act,
      Principal caller,
      String incident,
      @Nullable String message,
      @Nullable String cause,
      String via) {

    public Reply(Act act, Principal caller, String incident, @Nullable String message, String via) {
      this(act, caller, incident, message, null, via);
    }
  }

  /** Makes sure that an answer counts once, in the transaction of its effect; fails if it did. */
  @FunctionalInterface
  public interface Once {
    Future<Void> take(Tx tx, Instant at);
  }

  private static final int SHOWN = 10;

  private final MeterRegistry meters;
  private final IncidentCommands commands;
  private final IncidentAccess access;
  private final IncidentCreation creation;
  private final Transactions transactions;
  private final IncidentViews views = new IncidentViews();

  public IncidentReplies(
      Transactions transactions,
      IncidentRepository incidents,
      ServiceRepository services,
      IncidentWriter writer,
      Qualification qualification,
      OnCallLookup onCall,
      Missing missing,
      InstantSource clock,
      MeterRegistry meters) {
    this.meters = meters;
    this.commands =
        new IncidentCommands(transactions, incidents, writer, qualification, missing, clock);
    this.access = new IncidentAccess(services, onCall);
    this.creation =
        new IncidentCreation(transactions, commands, incidents, services, ImpactScopes.NONE);
    this.transactions = transactions;
  }

  /**
   * Fails as the API does: NOT_FOUND, FORBIDDEN, or a CONFLICT that names the current status; or as
   * {@code once} does.
   */
  public Future<Incident> apply(Reply reply, Once once) {
    return commands
        .change(
            reply.caller.tenant(),
            reply.incident,
            (tx, incident, at) ->
                access
                    .require(tx, reply.caller, reply.act.permission, incident, at)
                    .compose(may -> once.take(tx, at)),
            (tx, incident, at) ->
                doing(reply).step(tx, incident, at).map(step -> step.by(reply.via)))
        .map(Step::incident)
        .onComplete(done -> count(reply, done.succeeded() ? "done" : "refused"));
  }

  private void count(Reply reply, String result) {
    count(reply.via, reply.act, result, 1);
  }

  private void count(String via, Act act, String result, int times) {
    Counter.builder("imas.replies")
        .description("What people did from messages and chats, by way and result")
        .tag("via", via)
        .tag("action", act.wireName())
        .tag("result", result)
        .register(meters)
        .increment(times);
  }

  /**
   * What became of several incidents.
   *
   * @param refused the numbers of those that the person may not acknowledge
   */
  public record Many(int acknowledged, List<String> refused) {
    public Many {
      refused = List.copyOf(refused);
    }
  }

  /**
   * Acknowledges those of these incidents that nobody works on, in one transaction. Each is judged
   * by itself. Only on a virtual thread.
   *
   * @param ids a bounded number, since all are locked at once
   */
  public Many acknowledge(Principal caller, List<UUID> ids, String via) {
    Many many =
        transactions.insist(
            caller.tenant(), tx -> commands.acknowledge(tx, access, caller, ids, via));
    count(via, Act.ACKNOWLEDGE, "done", many.acknowledged);
    count(via, Act.ACKNOWLEDGE, "refused", many.refused.size());
    return many;
  }

  private static Doing doing(Reply reply) {
    Author author = Author.of(reply.caller);
    String by = author.name();
    Doing doing =
        switch (reply.act) {
          case ACKNOWLEDGE ->
              Doing.of((incident, at) -> incident.acknowledge(author, at, reply.message));
          case UNACKNOWLEDGE -> new TakeBack(by, reply.message);
          case RESOLVE ->
              Doing.of((incident, at) -> incident.resolve(by, at, reply.message, reply.cause));
          case ESCALATE -> Doing.of((incident, at) -> escalated(incident, by, at));
        };
    return doing.signed(author);
  }

  private static Step escalated(Incident incident, String by, Instant at) {
    if (!incident.status().isOpen()) {
      throw Fault.conflict(
          "the incident is " + incident.status() + "; reopen it before you escalate it");
    }
    if (incident.severity() == Severity.SEV1_CRITICAL) {
      throw Fault.conflict("the incident has the highest severity already");
    }
    Severity to = Severity.of(incident.severity().number() - 1);
    return incident.raise(to, by, at, "Escalated to " + to.name());
  }

  /**
   * The incident, locked, if the caller may resolve it now. Fails with NOT_FOUND, FORBIDDEN, or a
   * CONFLICT.
   */
  public Future<Incident> resolvable(Tx tx, Principal caller, String reference, Instant at) {
    return commands
        .lock(tx, reference)
        .compose(
            incident ->
                access
                    .require(tx, caller, Permission.INCIDENT_RESOLVE, incident, at)
                    .map(
                        may -> {
                          incident.resolve(caller.name(), at, null, null); // fails if it cannot be
                          return incident;
                        }));
  }

  /**
   * Opens a SEV3 by hand, or finds the one that is open already.
   *
   * @param once the same for a repeat of the same request
   */
  public Future<IncidentView> create(Principal caller, String title, String once) {
    return create(caller, title, "", Severity.SEV3_MEDIUM, once);
  }

  /** The same with more about it. */
  public Future<IncidentView> create(
      Principal caller, String title, String description, Severity severity, String once) {
    if (!caller.may(Permission.INCIDENT_CREATE)) {
      return Future.failedFuture(Call.refusal(Permission.INCIDENT_CREATE));
    }
    if (title.isBlank()) {
      return Future.failedFuture(Fault.invalid("title", "the title is missing; say what is wrong"));
    }
    if (title.length() > Incident.LONGEST_TITLE) {
      return Future.failedFuture(
          Fault.invalid("title", "the title is longer than " + Incident.LONGEST_TITLE));
    }
    return creation
        .create(
            caller.tenant(),
            caller,
            new IncidentCreation.Request(
                title, description, null, null, severity, null, List.of(), List.of(), "", true),
            IncidentCreation.Tagged.NOT,
            FurtherFacts.Plan.NOTHING,
            once)
        .compose(
            made -> transactions.run(caller.tenant(), tx -> existing(tx, made.id().toString())));
  }

  /** The ten newest. */
  public Future<List<IncidentView>> newest(Tx tx, boolean resolvedToo) {
    String[] open =
        Stream.of(IncidentStatus.values())
            .filter(IncidentStatus::isOpen)
            .map(Enum::name)
            .toArray(String[]::new);
    return views.list(
        tx,
        new IncidentFilter(
            null,
            resolvedToo ? null : open,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null),
        new ListRange(SHOWN - 1, null));
  }

  /**
   * Fails with NOT_FOUND.
   *
   * @param reference a UUID or a short id
   */
  public Future<IncidentView> existing(Tx tx, String reference) {
    return commands
        .find(tx, reference)
        .compose(id -> views.find(tx, id))
        .map(found -> found.orElseThrow(() -> Fault.notFound("there is no incident " + reference)));
  }

  /** The incident as lists show it; empty if there is none with that id. */
  public Future<Optional<IncidentView>> find(Tx tx, UUID id) {
    return views.find(tx, id);
  }
}
