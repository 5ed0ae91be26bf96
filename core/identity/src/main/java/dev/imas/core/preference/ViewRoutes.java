package dev.imas.core.preference;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
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
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /me/views}: a user's own views of pages, and those that others share with the tenant. Only
 * its owner changes a view; whoever sees it may have their page open with it.
 */
public final class ViewRoutes {

  static final String PATH = "/me/views";

  /** Of one user. */
  static final int MOST = 100;

  /** Chooses a view, or no longer. */
  @FunctionalInterface
  private interface Choice {
    void make(Tx tx, UUID user, SavedView view);
  }

  private final Transactions transactions;
  private final InstantSource clock;
  private final ViewRepository views = new ViewRepository();

  public ViewRoutes(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  public void mount(Api api) {
    new ResourceRoutes<SavedView, ViewDraft>(transactions, clock, Views::new)
        .mount(api, PATH, Permissions.of(Permission.SELF_READ, Permission.SELF_EDIT));
    String chosen = PATH + "/{id}/default";
    api.put(chosen, Permission.SELF_EDIT, call -> choose(call, views::setDefault));
    api.delete(chosen, Permission.SELF_EDIT, call -> choose(call, views::clearDefault));
  }

  /** It changes neither the view nor what others see, so the audit has nothing to say of it. */
  private Answer choose(Call call, Choice choice) {
    Reference view = call.reference("id");
    return Answer.versioned(
        transactions.call(
            call.tenant(),
            tx -> {
              SavedView seen = existing(tx, Self.orNobody(call), view);
              UUID self = call.self().id();
              choice.make(tx, self, seen);
              return existing(tx, self, view);
            }));
  }

  private SavedView existing(Tx tx, UUID user, Reference view) {
    return views
        .find(tx, user, view)
        .orElseThrow(() -> Fault.notFound("there is no view " + view + " that you can see"));
  }

  private final class Views implements Resource<SavedView, ViewDraft> {

    private final Call call;
    private final UUID user;

    Views(Call call) {
      this.call = call;
      this.user = Self.orNobody(call);
    }

    @Override
    public List<String> filters() {
      return List.of("page");
    }

    @Override
    public Function<Tx, List<SavedView>> list(Query query, ListRange paging) {
      String page = query.text("page");
      return tx -> views.list(tx, user, page, paging);
    }

    @Override
    public Object key(SavedView view) {
      return view.id();
    }

    @Override
    public ViewDraft read(Body body) {
      return ViewDraft.read(body);
    }

    @Override
    public SavedView existing(Tx tx, Reference view) {
      return ViewRoutes.this.existing(tx, user, view);
    }

    @Override
    public SavedView insert(Tx tx, UUID id, ViewDraft draft) {
      UUID self = call.self().id();
      if (views.count(tx, self) >= MOST) {
        throw Fault.conflict("you have " + MOST + " views; delete one that you do not use");
      }
      views.insert(tx, id, self, draft);
      return existing(tx, Reference.of(id.toString()));
    }

    @Override
    public Audit.Subject subject(SavedView view) {
      return new Audit.Subject("saved_view", view.id());
    }

    /** Of one that nobody else sees, only that there is one. */
    @Override
    public Object audited(SavedView view) {
      record Kept(String page, @Nullable String query, boolean isShared, int version) {}
      return new Kept(
          view.page(), view.isShared() ? view.query() : null, view.isShared(), view.version());
    }

    @Override
    public String location(SavedView made) {
      return PATH + "/" + made.id();
    }

    @Override
    public @Nullable SavedView update(Tx tx, SavedView before, ViewDraft draft, int version) {
      requireOwn(before);
      call.self();
      if (!views.update(tx, before.id(), version, draft)) {
        return null;
      }
      views.forgetDefaults(tx, before.id());
      return existing(tx, Reference.of(before.id().toString()));
    }

    @Override
    public void delete(Tx tx, SavedView there) {
      requireOwn(there);
      call.self();
      views.delete(tx, there.id());
    }

    private static void requireOwn(SavedView view) {
      if (!view.isOwn()) {
        throw Fault.conflict(
            "the view belongs to " + view.owner() + ", who alone changes it; save one of your own");
      }
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return constraint.equals("saved_view_name")
          ? Fault.conflict("you have a view of this name for the page already; choose another name")
          : null;
    }
  }
}
