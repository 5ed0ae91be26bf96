package dev.imas.core.suppressed;

import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.RuleTimes;
import dev.imas.core.suppressed.SuppressionRepository.Member;
import dev.imas.core.suppression.SuppressionPlan;
import dev.imas.core.suppression.SuppressionPlanner;
import dev.imas.core.suppression.SuppressionState;
import dev.imas.core.suppression.SuppressionState.Sources;
import dev.imas.core.suppression.SuppressionState.Was;
import dev.imas.core.suppression.SuppressionSubject;
import dev.imas.core.suppression.SuppressionTable;
import dev.imas.core.suppression.SuppressionTable.Place;
import dev.imas.core.suppression.SuppressionTable.Side;
import dev.imas.core.work.Overtaken;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides whether alerts are hidden, by the silences, inhibit rules and time intervals that the
 * transaction sees, and writes what was decided. Compiled tables are kept, one for each tenant that
 * has any. Shared by the lanes of intake; only for virtual threads, since it awaits and computes.
 */
public final class Suppression {

  private final SuppressionRepository hiding = new SuppressionRepository();
  private final TimesRepository times = new TimesRepository();
  private final ConcurrentMap<TenantId, SuppressionTable> tables = new ConcurrentHashMap<>();

  /** What was decided, until it is written. */
  public record Decided(
      SuppressionPlan plan,
      long epoch,
      List<SuppressionSubject> subjects,
      Map<UUID, List<Side>> sides,
      boolean inhibits) {

    /** Of a tenant that has nothing that hides. */
    public static final Decided NOTHING =
        new Decided(SuppressionPlan.NOTHING, 0, List.of(), Map.of(), false);

    /** Whether there is nothing to write. */
    public boolean isNothing() {
      return subjects.isEmpty();
    }
  }

  /** Of a tenant that has never had anything that hides alerts but rules that record them. */
  public static final long NO_EPOCH = 0;

  /**
   * Which state of the tenant's silences and rules is in force. Empty if it has never had any: then
   * nothing is to be decided, which costs this one look.
   */
  public Future<Optional<Long>> epoch(Tx tx) {
    return hiding.epoch(tx);
  }

  /**
   * @param epoch as {@link #epoch} answered in this transaction; {@link #NO_EPOCH} where it was
   *     empty
   * @param subjects the alerts that changed, each once
   * @param rules says of firing ones when their rules hide them. It is asked only where there are
   *     time intervals, or where a rule only records one of them
   */
  public Decided decide(
      Tx tx,
      TenantId tenant,
      long epoch,
      List<SuppressionSubject> subjects,
      Function<List<SuppressionSubject>, Map<UUID, RuleTimes>> rules,
      Instant now) {
    return decide(tx, tenant, epoch, subjects, rules, now, true);
  }

  /**
   * What would be decided of alerts that might come. It takes no lock, so what changes at this
   * moment may be missing, and must not be written.
   */
  public SuppressionPlan wouldDecide(
      Tx tx,
      TenantId tenant,
      List<SuppressionSubject> subjects,
      Function<List<SuppressionSubject>, Map<UUID, RuleTimes>> rules,
      Instant now) {
    return epoch(tx)
        .await()
        .or(() -> recordsOne(subjects) ? Optional.of(NO_EPOCH) : Optional.empty())
        .map(epoch -> decide(tx, tenant, epoch, subjects, rules, now, false).plan())
        .orElse(SuppressionPlan.NOTHING);
  }

  private Decided decide(
      Tx tx,
      TenantId tenant,
      long epoch,
      List<SuppressionSubject> subjects,
      Function<List<SuppressionSubject>, Map<UUID, RuleTimes>> rules,
      Instant now,
      boolean isToBeWritten) {
    SuppressionTable table = table(tx, tenant, epoch, now);
    Set<UUID> prints =
        subjects.stream()
            .map(SuppressionSubject::fingerprint)
            .collect(Collectors.toUnmodifiableSet());
    Map<UUID, Was> hidden = hiding.hidden(tx, prints).await();
    boolean records = recordsOne(subjects);
    if (table.isEmpty() && hidden.isEmpty() && !records) {
      return Decided.NOTHING;
    }
    Map<UUID, List<Side>> all = new HashMap<>();
    Map<UUID, List<Side>> sides = new HashMap<>();
    Map<UUID, RuleTimes> said =
        table.hasTimes() || records
            ? rules.apply(subjects.stream().filter(SuppressionSubject::hasFired).toList())
            : Map.of();
    SuppressionState state = new SuppressionState(hidden, Map.of(), all, Map.of(), said);
    boolean inhibits = false;
    if (table.inhibits()) {
      for (SuppressionSubject subject : subjects) {
        List<Side> of = subject.hasFired() ? table.sides(subject) : List.of();
        if (!of.isEmpty()) {
          all.put(subject.fingerprint(), of);
          if (subject.fires()) {
            sides.put(subject.fingerprint(), of);
          }
        }
      }
      List<Member> were =
          isToBeWritten
              ? membersUnderLock(tx, tenant, epoch, prints, !sides.isEmpty())
              : hiding.members(tx, prints).await();
      inhibits = !sides.isEmpty() || !were.isEmpty();
      if (inhibits || !all.isEmpty()) {
        state = inhibition(tx, state, were, prints);
      }
    }
    SuppressionPlan plan = SuppressionPlanner.plan(table, subjects, state, now);
    return new Decided(plan, table.epoch(), subjects, sides, inhibits);
  }

  private static boolean recordsOne(List<SuppressionSubject> subjects) {
    return subjects.stream().anyMatch(SuppressionSubject::isRecorded);
  }

  /** Most alerts concern no rule, and take no lock. */
  private List<Member> membersUnderLock(
      Tx tx, TenantId tenant, long epoch, Set<UUID> prints, boolean isCertain) {
    if (!isCertain && hiding.members(tx, prints).await().isEmpty()) {
      return List.of();
    }
    hiding.lockInhibition(tx, tenant).await();
    // Whoever changes a rule holds the lock, too. What was read before would hide by a rule that is
    // gone, until its source ends.
    if (hiding.epoch(tx).await().filter(now -> now == epoch).isEmpty()) {
      throw new Overtaken();
    }
    return hiding.members(tx, prints).await();
  }

  private SuppressionState inhibition(
      Tx tx, SuppressionState state, List<Member> were, Set<UUID> prints) {
    Map<Place, Sources> before = new HashMap<>();
    for (Member member : were) {
      if (member.isSource()) {
        before.merge(
            member.place(), Sources.NONE.with(member.fingerprint(), member.isBoth()), Sources::or);
      }
    }
    Set<Place> places = new HashSet<>(before.keySet());
    state.sides().values().forEach(of -> of.forEach(side -> places.add(side.place())));
    return new SuppressionState(
        state.hidden(),
        before,
        state.sides(),
        hiding.sources(tx, places, prints).await(),
        state.times());
  }

  private SuppressionTable table(Tx tx, TenantId tenant, long epoch, Instant now) {
    SuppressionTable known = tables.get(tenant);
    if (known != null && known.epoch() == epoch) {
      return known;
    }
    SuppressionTable read =
        SuppressionTable.of(
            epoch,
            hiding.silences(tx, now).await(),
            hiding.rules(tx).await(),
            times.times(tx, null).await());
    tables.merge(tenant, read, (one, other) -> one.epoch() > other.epoch() ? one : other);
    return read;
  }

  /** Writes what was decided. Nothing else of the transaction may lock alerts after it. */
  public Future<Void> write(Tx tx, TenantId tenant, Decided decided, Instant now) {
    SuppressionPlan plan = decided.plan();
    List<Future<Boolean>> sent = new ArrayList<>();
    if (!plan.hidden().isEmpty()) {
      Map<UUID, Severity> severities =
          decided.subjects().stream()
              .collect(
                  Collectors.toMap(SuppressionSubject::fingerprint, SuppressionSubject::severity));
      sent.addAll(hiding.hide(tx, plan.hidden(), severities, decided.epoch(), now));
    }
    if (!plan.shown().isEmpty()) {
      sent.add(hiding.show(tx, plan.shown()));
    }
    if (!plan.suppressed().isEmpty()) {
      sent.add(hiding.suppress(tx, tenant, plan.suppressed()));
    }
    Set<UUID> prints =
        decided.subjects().stream()
            .map(SuppressionSubject::fingerprint)
            .collect(Collectors.toSet());
    if (decided.inhibits()) {
      sent.addAll(hiding.saveMembers(tx, prints, decided.sides()));
    }
    if (!plan.ended().isEmpty()) {
      sent.add(hiding.wake(tx, plan.ended(), now));
    }
    Future<Void> written = Pipeline.join(sent).mapEmpty();
    return plan.begun().isEmpty()
        ? written
        : written
            .compose(done -> hiding.targets(tx, plan.begun(), prints))
            .compose(
                targets ->
                    targets.isEmpty()
                        ? Future.succeededFuture()
                        : hiding.reconsider(tx, tenant, targets, now).mapEmpty());
  }
}
