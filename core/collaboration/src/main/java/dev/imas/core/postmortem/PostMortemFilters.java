package dev.imas.core.postmortem;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.http.Call;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.platform.Tx;
import dev.imas.core.postmortem.PostMortemViewRepository.Filter;
import dev.imas.core.user.UserRepository;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads which post-mortems a request asks for. */
final class PostMortemFilters {

  private static final String ME = "me";

  private final IncidentRepository incidents;
  private final UserRepository users;
  private final TeamRepository teams = new TeamRepository();
  private final ServiceRepository services = new ServiceRepository();

  PostMortemFilters(IncidentRepository incidents, UserRepository users) {
    this.incidents = incidents;
    this.users = users;
  }

  /** A filter, once the database is asked what its names mean. */
  interface Asked {
    Filter filter(Tx tx);
  }

  /**
   * @throws dev.imas.core.platform.Fault BAD_REQUEST for a parameter that means nothing
   */
  Asked read(Call call, Query query) {
    String[] states = states(query.choices("state", PostMortemState.class));
    UUID myOwn = me(call, query, "owner");
    UUID myReviews = me(call, query, "reviewer");
    String owner = query.text("owner");
    String reviewer = query.text("reviewer");
    String team = query.text("team");
    String service = query.text("service");
    String incident = query.text("incident");
    boolean isRequired = Boolean.TRUE.equals(query.flag("required"));
    boolean isOverdue = Boolean.TRUE.equals(query.flag("overdue"));
    return tx -> {
      UUID ofTeam = id(team, named -> teams.findId(tx, named).await());
      return new Filter(
          states,
          myOwn != null ? myOwn : id(owner, named -> users.findId(tx, named).await()),
          myReviews != null ? myReviews : id(reviewer, named -> users.findId(tx, named).await()),
          ofTeam == null ? null : new UUID[] {ofTeam},
          id(service, named -> services.findId(tx, named).await()),
          incident == null
              ? null
              : incidents.findForFilter(tx, incident).await().orElse(Reference.NOTHING),
          isRequired,
          isOverdue);
    };
  }

  private static String[] states(String @Nullable [] chosen) {
    List<String> all = chosen == null ? List.of("DRAFT", "REVIEW") : Arrays.asList(chosen);
    return all.stream().map(one -> one.toLowerCase(Locale.ROOT)).toArray(String[]::new);
  }

  private static @Nullable UUID me(Call call, Query query, String parameter) {
    if (!ME.equals(query.text(parameter))) {
      return null;
    }
    Principal.Person person = call.principal().person();
    if (person == null) {
      throw Query.fault(
          parameter, "this token belongs to no user; name the " + parameter + " that you mean");
    }
    return person.id();
  }

  private interface Finding {
    Optional<UUID> find(Reference named);
  }

  private static @Nullable UUID id(@Nullable String named, Finding finding) {
    if (named == null) {
      return null;
    }
    Reference reference = Reference.of(named);
    return reference.orNothing(finding.find(reference));
  }
}
