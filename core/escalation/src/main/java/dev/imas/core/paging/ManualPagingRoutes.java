package dev.imas.core.paging;

import dev.imas.core.access.Permission;
import dev.imas.core.escalation.EscalationPolicy.Place;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import dev.imas.core.user.UserRepository;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /incidents/{id}/escalate} and {@code /page}: somebody does not wait for the escalation.
 * Both answer how the incident escalates by then.
 */
final class ManualPagingRoutes {

  private static final int LONGEST_MESSAGE = 5_000;
  private static final int MOST_STEPS = 1_000;

  /** Reads how an incident escalates, as it is shown. */
  @FunctionalInterface
  interface View {
    Object of(Tx tx, UUID incident);
  }

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final IncidentAccess access;
  private final ManualPaging paging;
  private final Missing missing;
  private final View view;
  private final InstantSource clock;
  private final UserRepository users = new UserRepository();

  ManualPagingRoutes(
      Transactions transactions,
      IncidentRepository incidents,
      IncidentAccess access,
      ManualPaging paging,
      Missing missing,
      View view,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.access = access;
    this.paging = paging;
    this.missing = missing;
    this.view = view;
    this.clock = clock;
  }

  void mount(Api api) {
    // Whoever may end an escalation may hurry it, and call for help.
    Permission needed = Permission.INCIDENT_ACKNOWLEDGE;
    api.post("/incidents/{id}/escalate", needed, call -> escalate(call, needed));
    api.post("/incidents/{id}/page", needed, call -> page(call, needed));
  }

  private Answer escalate(Call call, Permission needed) {
    Body body = call.body().only("round", "step", "message");
    Integer round = body.whole("round", 1, MOST_STEPS);
    Integer step = body.whole("step", 1, MOST_STEPS);
    String message = message(body);
    if (step == null && round != null) {
      body.fault("/step", "is missing; send the step with its round");
    }
    body.throwIfFaulty();
    Place expected = step == null ? null : new Place(round == null ? 0 : round - 1, step - 1);
    UUID incident =
        transactions.call(
            call.tenant(),
            tx -> {
              Incident locked = locked(tx, call, needed);
              paging.escalate(tx, locked, expected, call.author(), message);
              return locked.id();
            });
    return shown(call, incident);
  }

  private Answer page(Call call, Permission needed) {
    Body body = call.body().only("user", "message");
    Reference person = body.requiredReference("user");
    String message = message(body);
    body.throwIfFaulty();
    UUID incident =
        transactions.call(
            call.tenant(),
            tx -> {
              Incident locked = locked(tx, call, needed);
              UUID user =
                  users
                      .findId(tx, person)
                      .await()
                      .orElseThrow(
                          () ->
                              Fault.invalid(
                                  "/user", "names " + person + ", who is no user of this tenant"));
              Optional<String> why = paging.page(tx, locked, user, call.author(), message);
              if (why.isPresent()) {
                throw Fault.invalid("/user", "cannot be paged: " + why.get());
              }
              return locked.id();
            });
    return shown(call, incident);
  }

  private static @Nullable String message(Body body) {
    String message = body.text("message", LONGEST_MESSAGE, "").strip();
    return message.isEmpty() ? null : message;
  }

  private Incident locked(Tx tx, Call call, Permission needed) {
    String reference = call.path("id");
    UUID id =
        incidents.findActive(tx, reference).await().orElseThrow(() -> missing.incident(reference));
    Incident incident =
        incidents.lock(tx, List.of(id)).await().stream()
            .findFirst()
            .orElseThrow(() -> missing.incident(reference));
    access.require(tx, call, needed, incident, clock.instant()).await();
    return incident;
  }

  private Answer shown(Call call, UUID incident) {
    return transactions.call(call.tenant(), tx -> Answer.ok(view.of(tx, incident)));
  }
}
