package dev.imas.core.inhibition;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Resource;
import dev.imas.core.http.ResourceRoutes;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /inhibit-rules}: which alerts hide which others while they fire. */
public final class InhibitRuleRoutes {

  /** Rules of a tenant. */
  static final int MOST = 1_000;

  /**
   * What a changed rule hid is decided anew after so long: by then, core has found the sources that
   * it has now. Otherwise people would be paged for what it goes on to hide.
   */
  private static final Duration UNTIL_SOURCES_ARE_FOUND = Duration.ofSeconds(10);

  private final Transactions transactions;
  private final InstantSource clock;
  private final InhibitRuleRepository rules = new InhibitRuleRepository();

  public InhibitRuleRoutes(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  public void mount(Api api) {
    Rules all = new Rules();
    new ResourceRoutes<InhibitRuleView, InhibitRuleDraft>(transactions, clock, call -> all)
        .mount(
            api,
            "/inhibit-rules",
            ResourceRoutes.Permissions.of(
                Permission.INHIBIT_RULE_READ, Permission.INHIBIT_RULE_MANAGE));
  }

  /** The rules, as one call may read and change them. */
  public Resource<? extends Versioned, ?> resource(Call call) {
    return new Rules();
  }

  private final class Rules implements Resource<InhibitRuleView, InhibitRuleDraft> {

    @Override
    public Function<Tx, List<InhibitRuleView>> list(Query query, ListRange paging) {
      return tx -> rules.list(tx, paging.after(), paging.fetch());
    }

    @Override
    public Object key(InhibitRuleView rule) {
      return rule.name();
    }

    @Override
    public InhibitRuleDraft read(Body body) {
      return InhibitRuleDraft.read(body);
    }

    @Override
    public InhibitRuleView existing(Tx tx, Reference reference) {
      return rules.existing(tx, reference);
    }

    @Override
    public InhibitRuleView insert(Tx tx, UUID id, InhibitRuleDraft draft) {
      if (rules.beginChange(tx) >= MOST) {
        throw Fault.of(
            Fault.Kind.INVALID,
            "there are " + MOST + " inhibit rules, and more are not allowed; remove one");
      }
      Instant now = clock.instant();
      rules.insert(tx, id, draft, now);
      if (draft.isActive()) {
        rules.look(tx, id, now);
      }
      return again(tx, id);
    }

    @Override
    public Audit.Subject subject(InhibitRuleView rule) {
      return new Audit.Subject("inhibit_rule", rule.id());
    }

    @Override
    public Object audited(InhibitRuleView rule) {
      return rule.audited();
    }

    @Override
    public String location(InhibitRuleView made) {
      return "/inhibit-rules/" + made.id();
    }

    @Override
    public @Nullable InhibitRuleView update(
        Tx tx, InhibitRuleView before, InhibitRuleDraft draft, int version) {
      rules.beginChange(tx);
      Instant now = clock.instant();
      UUID id = before.id();
      if (!rules.update(tx, id, draft, version, now)) {
        return null;
      }
      if (!draft.hasSidesOf(before)) {
        rules.forget(tx, id, draft.isActive() ? now.plus(UNTIL_SOURCES_ARE_FOUND) : now);
        if (draft.isActive()) {
          rules.look(tx, id, now);
        }
      }
      return again(tx, id);
    }

    @Override
    public void delete(Tx tx, InhibitRuleView there) {
      rules.beginChange(tx);
      rules.forget(tx, there.id(), clock.instant());
      rules.delete(tx, there.id());
    }

    private InhibitRuleView again(Tx tx, UUID id) {
      return rules.find(tx, id).orElseThrow(() -> Fault.notFound("there is no inhibit rule " + id));
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return constraint.equals("inhibit_rule_name")
          ? Fault.conflict("an inhibit rule with this name exists already; choose another name")
          : null;
    }
  }
}
