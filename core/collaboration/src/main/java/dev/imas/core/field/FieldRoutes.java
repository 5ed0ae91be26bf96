package dev.imas.core.field;

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
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /incident-fields}: what a tenant wants to know of its incidents besides. */
final class FieldRoutes {

  private static final String PATH = "/incident-fields";

  /** Of a tenant, besides archived ones. */
  static final int MOST = 30;

  /** With archived ones. */
  private static final int MOST_EVER = 300;

  /** Of a field, with archived ones. */
  private static final int MOST_OPTIONS_EVER = 500;

  private final Transactions transactions;
  private final InstantSource clock;
  private final FieldTenants tenants;
  private final FieldRepository fields = new FieldRepository();

  /**
   * @param tenants is told of changes
   */
  FieldRoutes(Transactions transactions, InstantSource clock, FieldTenants tenants) {
    this.transactions = transactions;
    this.clock = clock;
    this.tenants = tenants;
  }

  void mount(Api api) {
    new ResourceRoutes<FieldView, FieldDraft>(transactions, clock, call -> new Fields())
        .mount(api, PATH, Permissions.of(Permission.INCIDENT_READ, Permission.FIELD_MANAGE));
  }

  /** The fields, as one call may read and change them. */
  Resource<? extends Versioned, ?> resource(Call call) {
    return new Fields();
  }

  private final class Fields implements Resource<FieldView, FieldDraft> {

    @Override
    public List<String> filters() {
      return List.of("archived");
    }

    /** Those that were archived only if they are asked for. */
    @Override
    public Function<Tx, List<FieldView>> list(Query query, ListRange paging) {
      boolean archived = Boolean.TRUE.equals(query.flag("archived"));
      return tx -> fields.list(tx, archived, paging);
    }

    @Override
    public Object key(FieldView field) {
      return field.key();
    }

    @Override
    public FieldDraft read(Body body) {
      return FieldDraft.read(body);
    }

    @Override
    public FieldView existing(Tx tx, Reference field) {
      return fields.existing(tx, field);
    }

    /** One that was archived comes back, with its values. */
    @Override
    public FieldView insert(Tx tx, UUID id, FieldDraft draft) {
      String key = draft.key();
      if (key == null) {
        throw Fault.invalid("/key", "/key: is missing; " + FieldDraft.KEY_EXPECTED);
      }
      fields.lock(tx);
      Optional<FieldView> before = fields.find(tx, Reference.of(key));
      if (before.isEmpty()) {
        fields.insert(tx, id, key, draft, now());
        return written(tx, id);
      }
      FieldView there = before.get();
      if (!there.isArchived()) {
        throw Fault.conflict("a field with the key " + key + " exists already; choose another key");
      }
      if (there.type() != draft.type()) {
        throw Fault.invalid(
            "/type",
            "/type: a field with this key was archived, whose type is "
                + there.type().wireName()
                + "; send that type to have it back, or choose another key");
      }
      fields.update(tx, there.id(), draft, false, there.version(), now());
      return written(tx, there.id());
    }

    @Override
    public @Nullable FieldView update(Tx tx, FieldView before, FieldDraft draft, int version) {
      fields.lock(tx);
      if (before.version() != version) {
        return null;
      }
      if (draft.key() != null && !before.key().equals(draft.key())) {
        throw Fault.invalid(
            "/key",
            "/key: a key never changes, since filters name it; send "
                + before.key()
                + ", or add another field");
      }
      if (before.type() != draft.type()) {
        throw Fault.invalid(
            "/type",
            "/type: a type never changes, since incidents have values of it; send "
                + before.type().wireName()
                + ", or add another field");
      }
      return fields.update(tx, before.id(), draft, before.isArchived(), version, now())
          ? written(tx, before.id())
          : null;
    }

    /** Counts what is there once the transaction has written, which ends it if that is too much. */
    private FieldView written(Tx tx, UUID id) {
      FieldRepository.Count count = fields.count(tx, id);
      if (count.active() > MOST) {
        throw Fault.of(
            Fault.Kind.INVALID, "limit of " + MOST + " fields reached; archive one of no use");
      }
      if (count.all() > MOST_EVER) {
        throw Fault.of(
            Fault.Kind.INVALID,
            "limit of " + MOST_EVER + " fields with archived ones reached; have one of these back");
      }
      if (count.options() > MOST_OPTIONS_EVER) {
        throw Fault.invalid(
            "/options",
            "/options: limit of "
                + MOST_OPTIONS_EVER
                + " options with archived ones reached; have one of these back");
      }
      tx.afterCommit(tenants::changed);
      return fields.existing(tx, Reference.of(id.toString()));
    }

    /** It is archived: values stay readable, and it can come back. */
    @Override
    public void delete(Tx tx, FieldView there) {
      fields.lock(tx);
      fields.archive(tx, there.id(), now());
      tx.afterCommit(tenants::changed);
    }

    @Override
    public Audit.Subject subject(FieldView field) {
      return new Audit.Subject("custom_field", field.id());
    }

    @Override
    public String location(FieldView made) {
      return PATH + "/" + made.id();
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
