package dev.imas.core.paging;

import dev.imas.core.catalog.Contact;
import dev.imas.core.catalog.OwnedService;
import dev.imas.core.fallback.FallbackContacts;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.oncall.Interval;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.PastDryRun;
import dev.imas.core.policy.PastPolicies;
import dev.imas.core.policy.PastTargets;
import dev.imas.core.policy.StepReceivers;
import dev.imas.core.schedule.PastPeople;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whom incidents would have called in the past while nobody acknowledged: the team's channels and
 * the steps of a policy by the version of that time, then the tenant's fallback. How {@link
 * Escalation} and {@link StepTimer} do it, without the ways by which people are reached: everybody
 * counts as reachable. It writes nothing.
 *
 * <p>One thread at a time. What a question needs is read before, in a transaction and on a virtual
 * thread.
 */
public final class PastEscalations {

  /** Services with a severity, a policy and scopes, each with what the steps name. */
  public static final int MOST_ASKED = 20_000;

  /**
   * Of which incidents is asked.
   *
   * @param policy the one that is chosen for them; empty if none fits
   * @param scopes the impact scopes that rules name, in any case
   */
  public record About(
      UUID service, Severity severity, Optional<UUID> policy, List<String> scopes) {}

  /** Who is called. */
  public record Receiver(Kind kind, UUID id) {
    public static final Receiver CONSOLE = new Receiver(Kind.CONSOLE, Contact.CONSOLE.id());
  }

  public enum Kind {
    PERSON,
    /** A channel of a team, a mail address, or a contact of the fallback. */
    CHANNEL,
    /** There is nobody else. */
    CONSOLE
  }

  /** All that are called at one moment, each once. */
  public record Call(Instant at, Set<Receiver> receivers) {}

  /**
   * @param calls in order
   * @param asked how many steps were looked at
   */
  public record Followed(List<Call> calls, int asked) {}

  /**
   * @param since from when on it counts
   */
  private record Version(PastDryRun run, Instant since, boolean isStored, boolean waits) {}

  private record Known(List<Version> versions) {}

  private final Interval range;
  private final Map<UUID, OwnedService> services;
  private final Function<UUID, Optional<UUID>> teams;
  private final PastTargets targets;
  private final PastPolicies policies = new PastPolicies();
  private final FallbackContacts fallbacks = new FallbackContacts();
  private final Map<About, Optional<Known>> known = new HashMap<>();
  private final Map<UUID, List<PastPolicies.Version>> versions = new HashMap<>();
  private @Nullable Set<Receiver> fallback;

  /**
   * @param range of the incidents' lives
   * @param services all of the tenant
   * @param teams the owner of each
   */
  public PastEscalations(
      Interval range, Map<UUID, OwnedService> services, Function<UUID, Optional<UUID>> teams) {
    this.range = range;
    this.services = Map.copyOf(services);
    this.teams = teams;
    this.targets = new PastTargets(range);
  }

  /** The people whom it may name. */
  public PastPeople people() {
    return targets.people();
  }

  /** Whether what it needs was read, or there is no room for it. */
  public boolean knows(About about) {
    return known.containsKey(about);
  }

  /** Whether there was room for it. */
  public boolean canTell(About about) {
    return known.getOrDefault(about, Optional.empty()).isPresent();
  }

  /** Reads what is needed for these, as far as there is room. Only on a virtual thread. */
  public void read(Tx tx, Collection<About> all) {
    if (fallback == null) {
      Set<Receiver> told = new LinkedHashSet<>();
      for (Contact contact : fallbacks.of(tx).await()) {
        told.add(new Receiver(Kind.CHANNEL, contact.id()));
      }
      fallback = told.isEmpty() ? Set.of(Receiver.CONSOLE) : told;
    }
    for (About about : all) {
      if (!known.containsKey(about)) {
        known.put(about, known.size() < MOST_ASKED ? read(tx, about) : Optional.empty());
      }
    }
  }

  private Optional<Known> read(Tx tx, About about) {
    Optional<UUID> team = teams.apply(about.service);
    if (team.isEmpty()) {
      return Optional.of(new Known(List.of()));
    }
    Set<UUID> scopes = targets.scopesNamed(tx, about.scopes);
    List<Version> prepared = new ArrayList<>();
    for (PastPolicies.Version version : versions(tx, about)) {
      Optional<PastDryRun> run =
          PastDryRun.read(tx, targets, version.policy(), team.get(), about.severity, scopes);
      if (run.isEmpty()) {
        return Optional.empty();
      }
      prepared.add(
          new Version(
              run.get(),
              version.since(),
              about.policy.isPresent(),
              !version.policy().steps().getFirst().delay().isZero()));
    }
    return Optional.of(new Known(prepared));
  }

  private List<PastPolicies.Version> versions(Tx tx, About about) {
    if (about.policy.isPresent()) {
      return versions.computeIfAbsent(
          about.policy.get(), policy -> policies.within(tx, policy, range));
    }
    return Policies.ON_CALL.severities().contains(about.severity)
        ? List.of(new PastPolicies.Version(Policies.ON_CALL, Instant.MIN))
        : List.of();
  }

  /**
   * Whom an incident calls, of which {@link #canTell} is true.
   *
   * @param labels of the alert that opened it
   * @param end when it was over, or called anew; what would come then comes no more
   */
  public Followed follow(About about, Labels labels, Instant start, Instant end) {
    Set<Receiver> first = new LinkedHashSet<>();
    OwnedService service = services.get(about.service);
    boolean isHeard = false;
    if (service != null) {
      for (Contact contact : service.contacts()) {
        if (contact.wants(about.severity)) {
          first.add(new Receiver(Kind.CHANNEL, contact.id()));
          isHeard |= contact.calls();
        }
      }
    }
    List<Call> calls = new ArrayList<>();
    Version version = version(about, start);
    PastDryRun.Run run =
        version == null
            ? new PastDryRun.Run(List.of(), 0, Optional.empty())
            : version.run.run(labels, start, end);
    boolean isUnheard = version != null && !version.isStored && run.steps().isEmpty();
    boolean isFirst = true;
    for (PastDryRun.Step step : run.steps()) {
      Set<Receiver> told = receivers(step.told());
      // What the first step tells at once goes out with the page that opens the incident.
      if (isFirst && version != null && !version.waits && step.at().equals(start)) {
        first.addAll(told);
        isHeard |= !told.isEmpty();
      } else {
        calls.add(new Call(step.at(), told));
      }
      isFirst = false;
    }
    Set<Receiver> last = fallback;
    if (first.isEmpty()) {
      first.add(Receiver.CONSOLE);
    }
    boolean isToldAnyway =
        version != null && version.waits || run.exhaustedAt().filter(start::equals).isPresent();
    if (!isHeard && !(isToldAnyway && !isUnheard) && last != null) {
      first.addAll(last); // a page that finds nobody asks the fallback at once
    }
    calls.addFirst(new Call(start, first));
    // Where no policy fits and nobody is on call, nothing begins that could end.
    if (run.exhaustedAt().isPresent() && !isUnheard && last != null) {
      calls.add(new Call(run.exhaustedAt().get(), last));
    }
    return new Followed(calls, run.asked());
  }

  private @Nullable Version version(About about, Instant start) {
    List<Version> all =
        known.getOrDefault(about, Optional.empty()).map(Known::versions).orElse(List.of());
    Version found = all.isEmpty() ? null : all.getFirst();
    for (Version version : all) {
      if (!version.since.isAfter(start)) {
        found = version;
      }
    }
    return found;
  }

  private static Set<Receiver> receivers(StepReceivers told) {
    Set<Receiver> receivers = new LinkedHashSet<>();
    told.people().forEach(one -> receivers.add(new Receiver(Kind.PERSON, one.user())));
    told.channels().forEach(one -> receivers.add(new Receiver(Kind.CHANNEL, one.receiver())));
    return receivers;
  }
}
