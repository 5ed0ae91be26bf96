package dev.imas.core.drill;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.drill.DrillScheduleRepository.Stored;
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
import dev.imas.core.policy.PolicyRepository;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.user.UserRepository;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /drill-schedules}: drills that recur. Each has one timer, which is set with its row. */
public final class DrillScheduleRoutes {

  static final String PATH = "/drill-schedules";

  /** Of a tenant. */
  static final int MOST = 100;

  private final Transactions transactions;
  private final ServiceRepository services;
  private final Timers timers;
  private final InstantSource clock;
  private final DrillScheduleRepository schedules = new DrillScheduleRepository();
  private final PolicyRepository policies = new PolicyRepository();
  private final UserRepository users = new UserRepository();

  public DrillScheduleRoutes(
      Transactions transactions, ServiceRepository services, Timers timers, InstantSource clock) {
    this.transactions = transactions;
    this.services = services;
    this.timers = timers;
    this.clock = clock;
  }

  public void mount(Api api) {
    new ResourceRoutes<DrillScheduleView, DrillScheduleDraft>(transactions, clock, Schedules::new)
        .mount(api, PATH, Permissions.of(Permission.DRILL_READ, Permission.DRILL_RUN));
  }

  /** The drill schedules, as one call may read and change them. */
  public Resource<? extends Versioned, ?> resource(Call call) {
    return new Schedules(call);
  }

  private final class Schedules implements Resource<DrillScheduleView, DrillScheduleDraft> {

    Schedules(Call call) {}

    @Override
    public Function<Tx, List<DrillScheduleView>> list(Query query, ListRange paging) {
      return tx -> schedules.list(tx, paging.after(), paging.fetch(), clock.instant());
    }

    @Override
    public Object key(DrillScheduleView schedule) {
      return schedule.name();
    }

    @Override
    public DrillScheduleDraft read(Body body) {
      return DrillScheduleDraft.read(body);
    }

    @Override
    public DrillScheduleView existing(Tx tx, Reference schedule) {
      return schedules.existing(tx, schedule, clock.instant());
    }

    @Override
    public DrillScheduleView insert(Tx tx, UUID id, DrillScheduleDraft draft) {
      if (schedules.count(tx) >= MOST) {
        throw Fault.of(
            Fault.Kind.INVALID,
            "there are " + MOST + " drill schedules, as many as are allowed: remove one");
      }
      schedules.insert(tx, id, stored(tx, draft), clock.instant());
      setTimer(tx, id, draft);
      return again(tx, id);
    }

    @Override
    public Audit.Subject subject(DrillScheduleView schedule) {
      return new Audit.Subject("drill_schedule", schedule.id());
    }

    @Override
    public String location(DrillScheduleView made) {
      return PATH + "/" + made.id();
    }

    @Override
    public @Nullable DrillScheduleView update(
        Tx tx, DrillScheduleView before, DrillScheduleDraft draft, int version) {
      if (!schedules.update(tx, before.id(), stored(tx, draft), version, clock.instant())) {
        return null;
      }
      // A timer that keeps its times keeps a run that was skipped, too.
      if (!before.isActive() || !draft.isActive() || !draft.recurs().equals(before.recurs())) {
        setTimer(tx, before.id(), draft);
      }
      return again(tx, before.id());
    }

    @Override
    public void delete(Tx tx, DrillScheduleView there) {
      schedules.delete(tx, there.id());
      timers.cancel(tx, DrillScheduleTimer.KIND, List.of(there.id().toString())).await();
    }

    private void setTimer(Tx tx, UUID id, DrillScheduleDraft draft) {
      if (draft.isActive()) {
        timers
            .set(
                tx,
                List.of(NewTimer.recurring(draft.recurs(), DrillScheduleTimer.KIND, id.toString())))
            .await();
      } else {
        timers.cancel(tx, DrillScheduleTimer.KIND, List.of(id.toString())).await();
      }
    }

    private Stored stored(Tx tx, DrillScheduleDraft draft) {
      Reference owner = draft.owner();
      return new Stored(
          draft.name(),
          draft.asked().wanted(tx, services, policies),
          draft.recurs(),
          owner == null
              ? null
              : users
                  .findId(tx, owner)
                  .await()
                  .orElseThrow(
                      () -> Fault.invalid("/owner", "/owner names " + owner + ", who is nobody")),
          draft.isActive());
    }

    private DrillScheduleView again(Tx tx, UUID id) {
      return schedules
          .find(tx, id, clock.instant())
          .orElseThrow(() -> Fault.notFound("there is no drill schedule " + id));
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return constraint.equals("drill_schedule_name")
          ? Fault.conflict("a drill schedule with this name exists already; choose another name")
          : null;
    }
  }
}
