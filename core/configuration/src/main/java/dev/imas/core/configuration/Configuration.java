package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.access.Permission;
import dev.imas.core.configuration.Planner.Options;
import dev.imas.core.configuration.Planner.Situation;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Present;
import dev.imas.core.document.Writable;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.user.HandOvers;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes the configuration of a tenant what documents say. It is planned outside of the transaction
 * that writes it, which compares the versions again, so that rows are locked for a short time.
 */
final class Configuration {

  private static final Audit.Subject SUBJECT = new Audit.Subject("configuration", null);

  private final Transactions transactions;
  private final DocumentKinds kinds;
  private final ConfigurationResources resources;
  private final ChannelKinds channels;
  private final InstantSource clock;
  private final SecretRepository secrets;
  private final Writable writable;
  private final ManagedRepository managed = new ManagedRepository();

  /** What is there. */
  private record There(List<Present> present, List<Managed> managed) {}

  /** Ends the transaction of a dry run, which writes nothing. */
  private static final class DryRun extends RuntimeException {

    DryRun() {
      super("a dry run", null, false, false);
    }
  }

  Configuration(
      Transactions transactions,
      DocumentKinds kinds,
      ConfigurationResources resources,
      ChannelKinds channels,
      SecretBox box,
      JsonNode schemas) {
    this.transactions = transactions;
    this.kinds = kinds;
    this.resources = resources;
    this.channels = channels;
    this.clock = resources.clock();
    this.secrets = new SecretRepository(box);
    this.writable = new Writable(schemas);
  }

  private Keepers keepers(Call call, HandOvers handOvers, Warned warned) {
    return new Keepers(kinds, new Keeping(call, writable, warned::add), handOvers, secrets);
  }

  private There there(Call call) {
    return transactions.call(
        call.tenant(),
        tx -> new There(keepers(call, HandOvers.NONE, new Warned()).present(tx), managed.list(tx)));
  }

  /**
   * A plan that was carried out.
   *
   * @param retired why something stays that would have been deleted, by its id
   */
  record Applied(Plan plan, Reassigned reassigned, Warned warned, Map<UUID, String> retired) {}

  List<ObjectNode> export(Call call) {
    There there = there(call);
    return Exporter.documents(kinds, channels, there.present, there.managed);
  }

  /**
   * Applies the documents, all or none.
   *
   * @param isDry whether what was written is undone
   * @throws Fault INVALID with the faults of all documents, CONFLICT or PRECONDITION_FAILED
   */
  Applied apply(Call call, Documents.Read read, Options options, boolean isDry) {
    There there = there(call);
    Plan plan =
        Planner.plan(
            kinds,
            channels,
            () -> UuidV7.at(clock.millis()),
            options,
            new Situation(read.documents(), read.secrets(), there.present, there.managed));
    if (!plan.faults().isEmpty()) {
      throw Fault.invalid(plan.faults());
    }
    requireEach(call, plan);
    Reassigned reassigned = new Reassigned(plan);
    Map<UUID, String> retired = new HashMap<>();
    Applied applied = new Applied(plan, reassigned, new Warned(), retired);
    if (plan.changes().isEmpty()) {
      return applied;
    }
    try {
      return transactions.call(
          call.tenant(),
          tx -> {
            // Only at the end is it clear what rules name then, and what is there.
            resources
                .references()
                .around(
                    tx,
                    () -> {
                      retired.clear();
                      write(tx, call, applied, there.managed);
                      return applied;
                    });
            if (isDry) {
              throw new DryRun();
            }
            return applied;
          });
    } catch (DryRun undone) {
      return applied;
    }
  }

  /** Whoever may apply needs the permissions that each change needs by itself, too. */
  private static void requireEach(Call call, Plan plan) {
    for (PlannedChange change : plan.changes()) {
      for (Permission needed : change.kind().needed()) {
        call.require(needed, null);
      }
    }
  }

  private void write(Tx tx, Call call, Applied applied, List<Managed> planned) {
    Plan plan = applied.plan();
    managed.begin(tx);
    if (!managed.list(tx).equals(planned)) {
      throw Constraints.overtaken();
    }
    resources.fallback().mayLoseFirst(tx);
    Keepers keepers = keepers(call, applied.reassigned(), applied.warned());
    int backed = fallback(tx);
    Written written = new Written(plan.names());
    Map<String, List<String>> faults = new LinkedHashMap<>();
    Kind last = Kind.PROVIDER;
    for (PlannedChange change : plan.changes()) {
      if (change.kind() != last) {
        settle(tx, keepers.of(last), plan, faults);
        if (!faults.isEmpty()) {
          break; // what comes next may name what failed
        }
      }
      last = change.kind();
      applied.warned().begin(change);
      try {
        write(tx, keepers.of(change.kind()), written, applied, change);
      } catch (Fault fault) {
        Fault told = explained(fault, change);
        if (told.kind() != Fault.Kind.INVALID || told.details().isEmpty()) {
          throw told;
        }
        faults.putAll(told.details());
      }
    }
    settle(tx, keepers.of(last), plan, faults);
    if (!faults.isEmpty()) {
      throw Fault.invalid(faults);
    }
    requireFallback(plan, backed, fallback(tx));
    call.audit(tx, new Audit.Change(SUBJECT, "apply", null, counts(plan)));
  }

  /** What fails by itself says more than what does not fit together. */
  private static void settle(Tx tx, Keeper keeper, Plan plan, Map<String, List<String>> faults) {
    if (!faults.isEmpty()) {
      return;
    }
    keeper
        .settle(tx)
        .forEach(
            (id, fault) ->
                plan.changes().stream()
                    .filter(change -> change.id().equals(id))
                    .findFirst()
                    .ifPresent(change -> faults.putAll(explained(fault, change).details())));
  }

  private int fallback(Tx tx) {
    return resources.fallback().contacts(tx);
  }

  /** A channel that the fallback names goes only if a document says what the fallback is then. */
  private static void requireFallback(Plan plan, int before, int after) {
    boolean isWritten =
        plan.changes().stream()
            .anyMatch(
                change -> change.kind() == Kind.FALLBACK && change instanceof PlannedChange.Update);
    if (after < before && !isWritten) {
      throw Fault.conflict(
          "the fallback notifies channels of teams that would be deleted; add a document of kind"
              + " fallback that names others");
    }
  }

  private void write(Tx tx, Keeper keeper, Written written, Applied applied, PlannedChange change) {
    Options options = applied.plan.options();
    switch (change) {
      case PlannedChange.Create c -> {
        keeper.create(tx, c.id(), written.of(c.shape(), c.after()));
        keep(tx, options, c);
      }
      case PlannedChange.Update c -> {
        keeper.update(
            tx, c.present(), written.of(c.shape(), c.before()), written.of(c.shape(), c.after()));
        keep(tx, options, c);
      }
      case PlannedChange.TakeOver c -> keep(tx, options, c);
      case PlannedChange.Delete c -> {
        Optional<String> kept = keeper.retire(tx, c.present());
        if (kept.isPresent()) {
          applied.retired.put(c.id(), kept.get());
        } else {
          keeper.delete(tx, c.present());
        }
        managed.forget(tx, c.kind(), c.key());
      }
      case PlannedChange.Release c -> managed.forget(tx, c.kind(), c.key());
    }
  }

  private void keep(Tx tx, Options options, PlannedChange change) {
    managed.keep(
        tx, new Managed(change.kind(), change.key(), options.set(), change.id()), clock.instant());
  }

  /** Names the document that a change is of. */
  private static Fault explained(Fault fault, PlannedChange change) {
    String what = change.kind().inWords() + " " + change.key();
    return switch (change) {
      case PlannedChange.Documented c -> Faults.below(fault, c.document().at(), what);
      case PlannedChange.Delete c ->
          Fault.of(
              fault.kind(), what + " has no document and cannot be deleted: " + fault.detail());
      case PlannedChange.Release c -> fault;
    };
  }

  private static Map<String, Object> counts(Plan plan) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("set", plan.options().set());
    counts.putAll(plan.counts());
    return counts;
  }
}
