package dev.imas.core.policy;

import dev.imas.core.access.Permission;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.contact.ShownReach;
import dev.imas.core.escalation.EscalationTarget;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.FactRepository.Owner;
import dev.imas.core.policy.TargetResolver.Ask;
import dev.imas.core.policy.TargetResolver.Turns;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * {@code /reachability/teams}: for which teams nobody can be called now, or not everybody who is on
 * call. Teams without services are left out, since nothing is sent to them.
 */
public final class UncalledTeamRoutes {

  /** More are read by nobody, and cost too much to look at. */
  private static final int MOST_TEAMS = 200;

  private static final EscalationTarget ON_CALL =
      new EscalationTarget.OnCall(Optional.empty(), OptionalInt.empty());

  private static final EscalationTarget CHANNELS =
      new EscalationTarget.TeamChannels(Optional.empty());

  record Named(UUID id, String name) {}

  record User(UUID id, String username, ShownReach reach) {}

  /**
   * @param canBeCalled whether anybody can be
   * @param users who is on call
   */
  record Team(Named team, boolean canBeCalled, List<User> users) {}

  /**
   * @param checked how many teams were looked at
   * @param items those of them that have somebody who cannot be called, or nobody
   */
  record Teams(int checked, List<Team> items) {}

  private final Transactions transactions;
  private final CallResolver calls;
  private final InstantSource clock;
  private final FactRepository facts = new FactRepository();

  public UncalledTeamRoutes(Transactions transactions, PersonReach people, InstantSource clock) {
    this.transactions = transactions;
    this.calls = new CallResolver(people);
    this.clock = clock;
  }

  public void mount(Api api) {
    api.get("/reachability/teams", Permission.ON_CALL_READ, this::get);
  }

  private Answer get(Call call) {
    return transactions.call(call.tenant(), tx -> Answer.ok(teams(tx)));
  }

  private Teams teams(Tx tx) {
    List<Owner> owners = facts.owners(tx).stream().limit(MOST_TEAMS).toList();
    List<Called> found = find(tx, owners, ON_CALL);
    List<Called> channels = find(tx, owners, CHANNELS);
    List<Team> items = new ArrayList<>();
    for (int i = 0; i < owners.size(); i++) {
      Called called = found.get(i);
      // A team that has channels may do without anybody on call.
      boolean hasNobody = called.told().people().isEmpty() && channels.get(i).isNobody();
      if (hasNobody || !called.unreachable().isEmpty()) {
        items.add(
            new Team(
                new Named(owners.get(i).id(), owners.get(i).name()),
                !called.isNobody(),
                called.told().people().stream()
                    .map(
                        person ->
                            new User(
                                person.user(),
                                person.username(),
                                ShownReach.of(called.reachOf(person))))
                    .toList()));
      }
    }
    return new Teams(owners.size(), items);
  }

  private List<Called> find(Tx tx, List<Owner> owners, EscalationTarget target) {
    return calls.find(
        tx,
        clock.instant(),
        owners.stream()
            .map(owner -> new Ask(owner.id(), Severity.SEV1_CRITICAL, List.of(target)))
            .toList(),
        Turns.LEFT);
  }
}
