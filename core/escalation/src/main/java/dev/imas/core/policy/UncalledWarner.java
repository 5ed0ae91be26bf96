package dev.imas.core.policy;

import dev.imas.core.bus.Saying;
import dev.imas.core.catalog.Contact;
import dev.imas.core.catalog.Sendability;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.contact.Reach;
import dev.imas.core.contact.ReachWords;
import dev.imas.core.escalation.EscalationTarget;
import dev.imas.core.fallback.FallbackContacts;
import dev.imas.core.hold.TenantTimes;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceiver;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.TargetResolver.Ask;
import dev.imas.core.policy.TargetResolver.Turns;
import dev.imas.core.schedule.TeamReach;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells teams once a day who cannot be called: of those who stand in for them, of those whom their
 * policies name, and when they have nobody on call at all. What concerns no team is told to the
 * fallback. Shifts are warned of with their schedules. It can be repeated at any time. Only on a
 * virtual thread.
 */
public final class UncalledWarner {

  private static final Logger log = LoggerFactory.getLogger(UncalledWarner.class);

  /** Nobody reads a warning at night, by the clocks of the tenant. */
  private static final LocalTime FROM = LocalTime.of(8, 0);

  /** More would be read by nobody. */
  private static final int MOST_LINES = 20;

  private static final int PAGE = 100;

  /** About the tenant rather than a team. */
  private static final UUID NO_TEAM = new UUID(0, 0);

  private final Transactions transactions;
  private final Notices notices;
  private final TeamReach receivers;
  private final CallResolver calls;
  private final UncalledTargets uncalled;
  private final Sendability sendability;
  private final FallbackContacts fallback = new FallbackContacts();
  private final InstantSource clock;
  private final FactRepository facts = new FactRepository();
  private final PolicyRepository policies = new PolicyRepository();
  private final TenantTimes times = new TenantTimes();

  public UncalledWarner(
      Transactions transactions,
      Notices notices,
      TeamReach receivers,
      PersonReach people,
      InstantSource clock) {
    this.transactions = transactions;
    this.notices = notices;
    this.receivers = receivers;
    this.calls = new CallResolver(people);
    this.uncalled = new UncalledTargets(people);
    this.sendability = people.sendability();
    this.clock = clock;
  }

  /**
   * Warns the teams of these tenants whose time of day it is.
   *
   * @return the result in words
   */
  public String warn(List<TenantId> tenants) {
    int told = 0;
    for (TenantId tenant : tenants) {
      try {
        told += warn(tenant);
      } catch (RuntimeException e) {
        log.atWarn()
            .addKeyValue("tenant", tenant)
            .setCause(e)
            .log("Who cannot be called could not be looked for; it is tried again");
      }
    }
    return told + " warnings";
  }

  /**
   * What one transaction found of a tenant.
   *
   * @param byPolicies lines by the team of the policy
   * @param teams whose own lines are still to be looked for
   * @param told how many warnings went to the fallback
   */
  private record Looked(
      ZonedDateTime now,
      Map<UUID, Set<Saying>> byPolicies,
      List<FactRepository.Owner> teams,
      int told) {}

  private int warn(TenantId tenant) {
    Looked looked = transactions.call(tenant, this::look);
    int told = looked.told;
    for (FactRepository.Owner team : looked.teams) {
      told +=
          transactions.call(
              tenant,
              tx -> {
                Set<Saying> lines = new LinkedHashSet<>(onCall(tx, team, looked.now.toInstant()));
                lines.addAll(looked.byPolicies.getOrDefault(team.id(), Set.of()));
                return tell(
                    tx, team.id(), team.name(), lines, receivers.of(tx, team.id()), looked.now);
              });
    }
    return told;
  }

  /** One transaction: most tenants of an installation with many have nothing to warn of. */
  private Looked look(Tx tx) {
    ZonedDateTime now = clock.instant().atZone(times.read(tx).zone());
    if (now.toLocalTime().isBefore(FROM)) {
      return new Looked(now, Map.of(), List.of(), 0);
    }
    Map<UUID, Set<Saying>> byPolicies = byPolicies(tx, now.toInstant());
    Set<Saying> lines = new LinkedHashSet<>();
    lastResort(tx, now.toInstant())
        .ifPresent(reach -> lines.add(Saying.of("uncalled.last_resort").and(ReachWords.of(reach))));
    lines.addAll(fallback(tx));
    lines.addAll(byPolicies.getOrDefault(NO_TEAM, Set.of()));
    int told = lines.isEmpty() ? 0 : tell(tx, NO_TEAM, "", lines, receivers.ofTenant(tx), now);
    return new Looked(now, byPolicies, facts.owners(tx), told);
  }

  /** Of whoever is on call now without a shift, and of the team's manager. */
  private List<Saying> onCall(Tx tx, FactRepository.Owner team, Instant now) {
    List<Saying> lines = new ArrayList<>();
    Called onCall =
        find(
            tx, now, team.id(), new EscalationTarget.OnCall(Optional.empty(), OptionalInt.empty()));
    // A team that has channels may do without.
    if (onCall.told().people().isEmpty()
        && find(tx, now, team.id(), new EscalationTarget.TeamChannels(Optional.empty()))
            .isNobody()) {
      lines.add(Saying.of("uncalled.nobody", team.name()));
    }
    Called manager = find(tx, now, team.id(), new EscalationTarget.Manager(Optional.empty()));
    for (Called called : List.of(onCall, manager)) {
      for (StepReceivers.Person person : called.told().people()) {
        Reach reach = called.reachOf(person);
        if (!reach.isCalled() && person.schedules().isEmpty()) {
          lines.add(ReachWords.of(reach));
        }
      }
    }
    return lines;
  }

  /** Contacts of the fallback that nothing can be sent to. */
  private List<Saying> fallback(Tx tx) {
    Sendability.Known known = sendability.ask(tx).await();
    List<Saying> lines = new ArrayList<>();
    for (Contact contact : fallback.of(tx).await()) {
      known
          .fault(contact.channel(), contact.address())
          .ifPresent(why -> lines.add(Saying.of("uncalled.fallback", contact.channel(), why)));
    }
    return lines;
  }

  private Optional<Reach> lastResort(Tx tx, Instant now) {
    return find(tx, now, NO_TEAM, new EscalationTarget.LastResort()).unreachable().stream()
        .findFirst();
  }

  private Called find(Tx tx, Instant now, UUID team, EscalationTarget target) {
    return calls.find(
        tx, now, new Ask(team, Severity.SEV1_CRITICAL, List.of(target)), Set.of(), Turns.LEFT);
  }

  /** Lines by the team of the policy. */
  private Map<UUID, Set<Saying>> byPolicies(Tx tx, Instant now) {
    Map<UUID, Set<Saying>> lines = new LinkedHashMap<>();
    String after = null;
    List<PolicyView> page;
    do {
      page = policies.list(tx, null, after, PAGE);
      for (PolicyView view : page) {
        after = view.policy().name();
        if (view.isActive()) {
          uncalled
              .of(tx, view.policy(), now)
              .forEach(
                  one ->
                      lines
                          .computeIfAbsent(
                              view.policy().team().orElse(NO_TEAM), any -> new LinkedHashSet<>())
                          .add(
                              Saying.of("uncalled.policy", view.policy().name())
                                  .and(
                                      one.reach()
                                          .map(ReachWords::of)
                                          .orElse(Saying.NOTHING.andPlain(one.text())))));
        }
      }
    } while (page.size() == PAGE);
    return lines;
  }

  private int tell(
      Tx tx,
      UUID about,
      String team,
      Set<Saying> lines,
      Set<NoticeReceiver> to,
      ZonedDateTime now) {
    if (lines.isEmpty()) {
      return 0;
    }
    Notice notice =
        new Notice(
            NoticeKind.SCHEDULE,
            about,
            "uncalled " + now.toLocalDate(),
            Severity.SEV3_MEDIUM,
            team.isEmpty() ? Saying.of("uncalled.title.tenant") : Saying.of("uncalled.title", team),
            Saying.joined("\n", lines.stream().limit(MOST_LINES).toList()),
            null);
    return notices.send(tx, notice, to);
  }
}
