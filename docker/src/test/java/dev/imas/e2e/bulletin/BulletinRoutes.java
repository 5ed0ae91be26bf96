package dev.imas.e2e.bulletin;

import dev.imas.core.access.Permission;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.NewTimer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/** {@code /bulletins}. */
final class BulletinRoutes {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(30);

  private final CoreContext core;
  private final BulletinRepository bulletins;

  BulletinRoutes(CoreContext core, BulletinRepository bulletins) {
    this.core = core;
    this.bulletins = bulletins;
  }

  void mount(Api api) {
    api.get("/bulletins", Permission.SERVICE_READ, this::list);
    api.post("/bulletins", Permission.SERVICE_CREATE, this::putUp);
    api.delete("/bulletins/{bulletin}", Permission.SERVICE_DELETE, this::takeDown);
  }

  private Answer list(Call call) {
    ListRange paging = call.query("limit", "cursor").paging();
    return transactions(call, tx -> Answer.page(bulletins.list(tx, paging), paging, Bulletin::id));
  }

  private Answer putUp(Call call) {
    Body body = call.body().only("text", "duration");
    String text = body.requiredText("text", 500);
    Duration stays =
        body.duration(
            "duration", SHORTEST, LONGEST, "must be a time of 1 s to 30 days, such as PT4H");
    if (stays == null) {
      body.fault("/duration", "is missing; say how long the bulletin stays, such as PT4H");
    }
    body.throwIfFaulty();
    Bulletin bulletin =
        new Bulletin(
            UuidV7.at(core.clock().millis()),
            text,
            core.clock().instant().plus(Objects.requireNonNull(stays)),
            0);
    return transactions(
        call,
        tx -> {
          bulletins.insert(tx, bulletin);
          core.timers()
              .set(tx, List.of(NewTimer.after(stays, BulletinTimer.KIND, bulletin.id().toString())))
              .await();
          call.audit(tx, Audit.Change.create(subject(bulletin.id()), bulletin));
          return Answer.created(Api.BASE + "/bulletins/" + bulletin.id(), bulletin);
        });
  }

  private Answer takeDown(Call call) {
    UUID id = call.pathId("bulletin");
    return transactions(
        call,
        tx -> {
          if (bulletins.delete(tx, List.of(id)).await() == 0) {
            throw Fault.notFound("there is no bulletin " + id);
          }
          core.timers().cancel(tx, BulletinTimer.KIND, List.of(id.toString())).await();
          call.audit(tx, new Audit.Change(subject(id), "delete", null, null));
          return Answer.noContent();
        });
  }

  private Answer transactions(Call call, Function<Tx, Answer> work) {
    return core.searches().call(call.tenant(), work);
  }

  private static Audit.Subject subject(UUID id) {
    return new Audit.Subject("bulletin", id);
  }
}
