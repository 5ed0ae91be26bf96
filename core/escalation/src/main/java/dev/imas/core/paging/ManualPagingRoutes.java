package dev.imas.core.paging;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.TeamName;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.escalation.EscalationPolicy.Place;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.ActiveIncident;
import dev.imas.core.incident.Incident;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.user.UserRepository;
import java.util.List;
import java.util.Objects;
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
  private final ActiveIncident incidents;
  private final ManualPaging paging;
  private final View view;
  private final UserRepository users = new UserRepository();
  private final TeamRepository teams = new TeamRepository();

  ManualPagingRoutes(
      Transactions transactions, ActiveIncident incidents, ManualPaging paging, View view) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.paging = paging;
    this.view = view;
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
        transactions.insist(
            call.tenant(),
            tx -> {
              Incident locked = incidents.lock(tx, call, needed, call.path("id"));
              paging.escalate(tx, locked, expected, call.author(), message);
              return locked.id();
            });
    return shown(call, incident);
  }

  private Answer page(Call call, Permission needed) {
    Body body = call.body().only("user", "team", "message");
    Reference person = body.reference("user");
    Reference team = body.reference("team");
    String message = message(body);
    if ((person == null) == (team == null)) {
      body.fault("/user", "is missing; name one user or one team");
    }
    body.throwIfFaulty();
    UUID incident =
        transactions.insist(
            call.tenant(),
            tx -> {
              Incident locked = incidents.lock(tx, call, needed, call.path("id"));
              if (person != null) {
                pageUser(tx, locked, person, call.author(), message);
              } else {
                pageTeam(tx, locked, Objects.requireNonNull(team), call.author(), message);
              }
              return locked.id();
            });
    return shown(call, incident);
  }

  private void pageUser(
      Tx tx, Incident incident, Reference person, String by, @Nullable String message) {
    UUID user =
        users
            .findId(tx, person)
            .await()
            .orElseThrow(
                () ->
                    Fault.invalid("/user", "names " + person + ", who is no user of this tenant"));
    refuse("/user", paging.page(tx, incident, user, by, message));
  }

  private void pageTeam(
      Tx tx, Incident incident, Reference reference, String by, @Nullable String message) {
    TeamName team =
        teams.named(tx, List.of(reference.toString())).await().values().stream()
            .findFirst()
            .orElseThrow(
                () -> Fault.invalid("/team", "names " + reference + ", which is no team here"));
    refuse("/team", paging.pageTeam(tx, incident, team, by, message));
  }

  private static void refuse(String pointer, Optional<String> why) {
    if (why.isPresent()) {
      throw Fault.invalid(pointer, "cannot be paged: " + why.get());
    }
  }

  private static @Nullable String message(Body body) {
    String message = body.text("message", LONGEST_MESSAGE, "").strip();
    return message.isEmpty() ? null : message;
  }

  private Answer shown(Call call, UUID incident) {
    return transactions.call(call.tenant(), tx -> Answer.ok(view.of(tx, incident)));
  }
}
