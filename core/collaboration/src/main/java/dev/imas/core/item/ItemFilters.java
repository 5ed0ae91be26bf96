package dev.imas.core.item;

import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.http.Call;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.item.ItemViewRepository.Filter;
import dev.imas.core.platform.Tx;
import dev.imas.core.user.UserRepository;
import dev.imas.core.workflow.StatusCategory;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads which items a request asks for. */
final class ItemFilters {

  private static final String MINE = "mine";
  private static final String ME = "me";

  private final IncidentRepository incidents;
  private final UserRepository users;
  private final TeamRepository teams;
  private final ItemViewRepository views;

  ItemFilters(
      IncidentRepository incidents,
      UserRepository users,
      TeamRepository teams,
      ItemViewRepository views) {
    this.incidents = incidents;
    this.users = users;
    this.teams = teams;
    this.views = views;
  }

  /** A filter, once the database is asked what its names mean. */
  interface Asked {
    Filter filter(Tx tx);
  }

  /**
   * @throws dev.imas.core.platform.Fault BAD_REQUEST for a parameter that means nothing
   */
  Asked read(Call call, Query query) {
    String[] categories = categories(query.choices("status", StatusCategory.class));
    String kind = query.text("kind");
    if (kind != null && ItemKind.named(kind).isEmpty()) {
      throw Query.fault("kind", "kind must be one of " + ItemKind.names());
    }
    String owner = query.text("owner");
    String team = query.text("team");
    UUID me = ME.equals(owner) ? person(call, "owner") : null;
    UUID mine = MINE.equals(team) ? person(call, "team") : null;
    boolean isOverdue = Boolean.TRUE.equals(query.flag("overdue"));
    String incident = query.text("incident");
    return tx ->
        new Filter(
            me != null ? me : user(tx, owner),
            mine != null ? views.teamsOf(tx, mine) : team(tx, team),
            incident(tx, incident),
            categories,
            kind,
            isOverdue);
  }

  private static String[] categories(String @Nullable [] chosen) {
    return chosen == null
        ? new String[] {StatusCategory.TODO.wireName(), StatusCategory.DOING.wireName()}
        : Arrays.stream(chosen).map(one -> one.toLowerCase(Locale.ROOT)).toArray(String[]::new);
  }

  private static UUID person(Call call, String parameter) {
    Principal.Person person = call.principal().person();
    if (person == null) {
      throw Query.fault(
          parameter, "this token belongs to no user; name the " + parameter + " that you mean");
    }
    return person.id();
  }

  private @Nullable UUID user(Tx tx, @Nullable String named) {
    if (named == null) {
      return null;
    }
    Reference reference = Reference.of(named);
    return reference.orNothing(users.findId(tx, reference).await());
  }

  private UUID @Nullable [] team(Tx tx, @Nullable String named) {
    if (named == null) {
      return null;
    }
    Reference reference = Reference.of(named);
    return new UUID[] {reference.orNothing(teams.findId(tx, reference).await())};
  }

  private @Nullable UUID incident(Tx tx, @Nullable String named) {
    return named == null
        ? null
        : incidents.findForFilter(tx, named).await().orElse(Reference.NOTHING);
  }
}
