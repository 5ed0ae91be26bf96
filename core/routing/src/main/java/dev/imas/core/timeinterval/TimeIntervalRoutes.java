package dev.imas.core.timeinterval;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ChangeGuard;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Resource;
import dev.imas.core.http.ResourceRoutes;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /time-intervals}: times that rules name, to hide their alerts then or otherwise. */
public final class TimeIntervalRoutes {

  /** Time intervals of a tenant. */
  static final int MOST = 500;

  private final Transactions transactions;
  private final InstantSource clock;
  private final ChangeGuard guard;
  private final TimeIntervalRepository intervals = new TimeIntervalRepository();

  /**
   * @param guard keeps what rules name
   */
  public TimeIntervalRoutes(Transactions transactions, InstantSource clock, ChangeGuard guard) {
    this.transactions = transactions;
    this.clock = clock;
    this.guard = guard;
  }

  public void mount(Api api) {
    Intervals all = new Intervals();
    new ResourceRoutes<TimeIntervalView, TimeIntervalDraft>(transactions, clock, call -> all, guard)
        .mount(
            api,
            "/time-intervals",
            ResourceRoutes.Permissions.of(
                Permission.TIME_INTERVAL_READ, Permission.TIME_INTERVAL_MANAGE));
  }

  /** The time intervals, as one call may read and change them. */
  public Resource<? extends Versioned, ?> resource(Call call) {
    return new Intervals();
  }

  private final class Intervals implements Resource<TimeIntervalView, TimeIntervalDraft> {

    @Override
    public Function<Tx, List<TimeIntervalView>> list(Query query, ListRange paging) {
      return tx -> intervals.list(tx, paging.after(), paging.fetch(), now());
    }

    @Override
    public Object key(TimeIntervalView interval) {
      return interval.name();
    }

    @Override
    public TimeIntervalDraft read(Body body) {
      return TimeIntervalDraft.read(body);
    }

    @Override
    public TimeIntervalView existing(Tx tx, Reference reference) {
      return intervals.existing(tx, reference, now());
    }

    @Override
    public TimeIntervalView insert(Tx tx, UUID id, TimeIntervalDraft draft) {
      if (intervals.beginChange(tx) >= MOST) {
        throw Fault.of(
            Fault.Kind.INVALID,
            "there are " + MOST + " time intervals, and more are not allowed; remove one");
      }
      intervals.insert(tx, id, draft, now());
      return again(tx, id);
    }

    @Override
    public Audit.Subject subject(TimeIntervalView interval) {
      return new Audit.Subject("time_interval", interval.id());
    }

    @Override
    public Object audited(TimeIntervalView interval) {
      return interval.audited();
    }

    @Override
    public String location(TimeIntervalView made) {
      return "/time-intervals/" + made.id();
    }

    @Override
    public @Nullable TimeIntervalView update(
        Tx tx, TimeIntervalView before, TimeIntervalDraft draft, int version) {
      intervals.beginChange(tx);
      boolean looks = !draft.meansThe(before);
      return intervals.update(tx, before.id(), draft, version, looks, now())
          ? again(tx, before.id())
          : null;
    }

    @Override
    public void delete(Tx tx, TimeIntervalView there) {
      intervals.beginChange(tx);
      intervals.delete(tx, there.id(), now());
    }

    private TimeIntervalView again(Tx tx, UUID id) {
      return intervals
          .find(tx, id, now())
          .orElseThrow(() -> Fault.notFound("there is no time interval " + id));
    }

    private Instant now() {
      return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return constraint.equals("time_interval_name")
          ? Fault.conflict("a time interval with this name exists already; choose another name")
          : null;
    }
  }
}
