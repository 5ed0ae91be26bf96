package dev.imas.core.lookup;

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
import dev.imas.core.http.ResourceRoutes.Permissions;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /lookup-tables}: what rules set labels from. */
public final class LookupTableRoutes {

  /** Of a tenant. */
  private static final int MOST = 20;

  private final Transactions transactions;
  private final InstantSource clock;
  private final RulesInForce rules;
  private final LookupRepository tables = new LookupRepository();

  public LookupTableRoutes(Transactions transactions, InstantSource clock, RulesInForce rules) {
    this.transactions = transactions;
    this.clock = clock;
    this.rules = rules;
  }

  public void mount(Api api) {
    new ResourceRoutes<LookupView, LookupDraft>(transactions, clock, Tables::new)
        .mount(
            api,
            "/lookup-tables",
            Permissions.of(Permission.LOOKUP_TABLE_READ, Permission.LOOKUP_TABLE_MANAGE));
  }

  /** The tables, as one call may read and change them. */
  public Resource<? extends Versioned, ?> resource(Call call) {
    return new Tables(call);
  }

  private final class Tables implements Resource<LookupView, LookupDraft> {

    private final Call call;

    Tables(Call call) {
      this.call = call;
    }

    @Override
    public List<String> filters() {
      return List.of();
    }

    @Override
    public Function<Tx, List<LookupView>> list(Query query, ListRange paging) {
      return tx -> tables.list(tx, paging);
    }

    @Override
    public Object key(LookupView table) {
      return table.name();
    }

    @Override
    public LookupDraft read(Body body) {
      return LookupDraft.read(body);
    }

    @Override
    public LookupView existing(Tx tx, Reference reference) {
      return tables
          .find(tx, reference)
          .orElseThrow(() -> Fault.notFound("there is no lookup table " + reference));
    }

    @Override
    public LookupView insert(Tx tx, UUID id, LookupDraft draft) {
      int count = tables.lockAndCount(tx);
      if (count >= MOST) {
        throw Fault.of(
            Fault.Kind.INVALID,
            "there are " + count + " lookup tables; at most " + MOST + " are allowed: delete one");
      }
      tables.insert(tx, id, draft, tables.addVersion(tx, id, draft, call.author()));
      return read(tx, id);
    }

    @Override
    public Audit.Subject subject(LookupView table) {
      return new Audit.Subject("lookup_table", table.id());
    }

    @Override
    public Object audited(LookupView table) {
      return table.reference();
    }

    @Override
    public String location(LookupView made) {
      return "/lookup-tables/" + made.id();
    }

    @Override
    public @Nullable LookupView update(Tx tx, LookupView before, LookupDraft draft, int version) {
      tables.lockAndCount(tx);
      if (!before.name().equalsIgnoreCase(draft.name())) {
        mustNotBeNamed(tx, before);
      }
      boolean isSame =
          before.columns().equals(draft.columns()) && before.cells().equals(draft.rows());
      int content =
          isSame ? before.content() : tables.addVersion(tx, before.id(), draft, call.author());
      if (!tables.update(tx, before.id(), draft, content, version)) {
        return null;
      }
      if (!isSame) {
        rules.readAgain(tx, call, before.id(), draft.name());
      }
      return read(tx, before.id());
    }

    @Override
    public void delete(Tx tx, LookupView there) {
      mustNotBeNamed(tx, there);
      tables.delete(tx, there.id());
    }

    private void mustNotBeNamed(Tx tx, LookupView table) {
      if (rules.name(tx, table.id(), table.name())) {
        throw Fault.conflict(
            "the rules in force read the lookup table "
                + table.name()
                + "; activate rules that do not");
      }
    }

    private LookupView read(Tx tx, UUID id) {
      return existing(tx, Reference.of(id.toString()));
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return switch (constraint) {
        case "lookup_table_name" ->
            Fault.conflict("a lookup table with this name exists already; choose another name");
        case "lookup_table_version_pkey" ->
            Fault.conflict("another version was created at the same time; try again");
        default -> null;
      };
    }
  }
}
