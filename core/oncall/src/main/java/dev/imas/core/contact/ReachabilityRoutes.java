package dev.imas.core.contact;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.access.Permission;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /reachability}: whether people can be called now, at a severity, and by what; if not, why,
 * and what mends it. Escalations decide by the same.
 */
public final class ReachabilityRoutes {

  /** As many as a page of a list has. */
  private static final int MOST_USERS = 200;

  record Named(UUID id, String username) {}

  record Of(Named user, @JsonUnwrapped ShownReach reach) {}

  record Reachability(Severity severity, List<Of> items) {}

  private final Transactions transactions;
  private final PersonReach people;
  private final TeamRepository teams = new TeamRepository();
  private final NamedUsersRepository users = new NamedUsersRepository();

  public ReachabilityRoutes(Transactions transactions, PersonReach people) {
    this.transactions = transactions;
    this.people = people;
  }

  public void mount(Api api) {
    api.get("/reachability", Permission.USER_READ, this::get);
  }

  private Answer get(Call call) {
    Query query = call.query("user", "team", "severity");
    List<String> named = query.texts("user");
    Reference team = query.reference("team");
    if (named.size() > MOST_USERS) {
      throw Fault.at(Fault.Kind.BAD_REQUEST, "user", "name at most " + MOST_USERS + " users");
    }
    Short @Nullable [] severities = query.severities("severity");
    if (severities != null && severities.length != 1) {
      throw Fault.at(Fault.Kind.BAD_REQUEST, "severity", "name one severity, such as SEV1");
    }
    Severity severity =
        severities == null ? Severity.SEV1_CRITICAL : Severity.of(severities[0].intValue());
    return transactions.call(
        call.tenant(),
        tx -> {
          Set<UUID> asked = new LinkedHashSet<>(ids(tx, named));
          if (named.isEmpty() && team == null) {
            asked.addAll(users.active(tx, MOST_USERS));
          }
          if (team != null) {
            asked.addAll(users.members(tx, teams.existingId(tx, team).await()));
          }
          return Answer.ok(
              new Reachability(
                  severity,
                  people.plan(tx, asked, severity, Set.of()).values().stream()
                      .map(
                          reach ->
                              new Of(
                                  new Named(reach.user(), reach.username()), ShownReach.of(reach)))
                      .toList()));
        });
  }

  private List<UUID> ids(Tx tx, List<String> named) {
    Map<String, UUID> found = users.find(tx, named);
    for (String user : named) {
      if (!found.containsKey(user)) {
        throw Fault.at(Fault.Kind.BAD_REQUEST, "user", "there is no user " + user);
      }
    }
    return List.copyOf(found.values());
  }
}
