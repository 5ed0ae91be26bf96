package dev.imas.core.heartbeat;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.heartbeat.HeartbeatRepository.Stored;
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
import dev.imas.core.http.Versioned;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.source.SourceRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /heartbeats}, and {@code /heartbeats/{id}/key}, which makes the key of its pings. */
public final class HeartbeatRoutes {

  static final String PATH = "/heartbeats";

  /** Of a tenant. */
  static final int MOST = 1_000;

  private final Transactions transactions;
  private final ServiceRepository services;
  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final Timers timers;
  private final InstantSource clock;
  private final HeartbeatRepository heartbeats = new HeartbeatRepository();
  private final BeatAlertRepository alerts = new BeatAlertRepository();
  private final PulseRepository pulses = new PulseRepository();
  private final SourceRepository sources = new SourceRepository();

  public HeartbeatRoutes(
      Transactions transactions,
      ServiceRepository services,
      IncidentRepository incidents,
      IncidentWriter writer,
      Timers timers,
      InstantSource clock) {
    this.transactions = transactions;
    this.services = services;
    this.incidents = incidents;
    this.writer = writer;
    this.timers = timers;
    this.clock = clock;
  }

  public void mount(Api api) {
    new ResourceRoutes<HeartbeatView, HeartbeatDraft>(transactions, clock, Heartbeats::new)
        .mount(api, PATH, Permissions.of(Permission.HEARTBEAT_READ, Permission.HEARTBEAT_MANAGE));
    api.post(PATH + "/{id}/key", Permission.HEARTBEAT_MANAGE, this::makeKey);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private Answer makeKey(Call call) {
    Reference heartbeat = call.reference("id");
    Secret key = Credential.generate(Credential.PING_KEY);
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID id = heartbeats.existing(tx, heartbeat);
          String hint = Credential.hint(key);
          heartbeats.key(tx, id, Credential.hash(key.reveal()), hint, now());
          call.audit(
              tx,
              new Audit.Change(
                  new Audit.Subject("heartbeat", id), "rotate_key", null, Map.of("hint", hint)));
          return Answer.ok(
              Map.of("key", key.reveal(), "hint", hint, "path", "/ping/" + key.reveal()));
        });
  }

  /** The heartbeats, as one call may read and change them. */
  public Resource<? extends Versioned, ?> resource(Call call) {
    return new Heartbeats(call);
  }

  private final class Heartbeats implements Resource<HeartbeatView, HeartbeatDraft> {

    private final Call call;

    Heartbeats(Call call) {
      this.call = call;
    }

    @Override
    public Function<Tx, List<HeartbeatView>> list(Query query, ListRange paging) {
      return tx -> heartbeats.list(tx, paging.after(), paging.fetch(), now());
    }

    @Override
    public Object key(HeartbeatView heartbeat) {
      return heartbeat.name();
    }

    @Override
    public HeartbeatDraft read(Body body) {
      return HeartbeatDraft.read(body);
    }

    @Override
    public HeartbeatView existing(Tx tx, Reference heartbeat) {
      return again(tx, heartbeats.existing(tx, heartbeat));
    }

    @Override
    public HeartbeatView insert(Tx tx, UUID id, HeartbeatDraft draft) {
      if (heartbeats.count(tx) >= MOST) {
        throw Fault.of(
            Fault.Kind.INVALID,
            "there are " + MOST + " heartbeats, as many as are allowed: remove one");
      }
      Stored stored = stored(tx, draft);
      heartbeats.insert(tx, id, stored, now());
      look(tx, id, stored);
      return again(tx, id);
    }

    @Override
    public Audit.Subject subject(HeartbeatView heartbeat) {
      return new Audit.Subject("heartbeat", heartbeat.id());
    }

    @Override
    public Object audited(HeartbeatView heartbeat) {
      return heartbeat.settings();
    }

    @Override
    public String location(HeartbeatView made) {
      return PATH + "/" + made.id();
    }

    @Override
    public @Nullable HeartbeatView update(
        Tx tx, HeartbeatView before, HeartbeatDraft draft, int version) {
      pulses.lock(tx, List.of(before.id()));
      Stored stored = stored(tx, draft);
      if (!heartbeats.update(tx, before.id(), stored, version, now())) {
        return null;
      }
      pulses.changed(tx, before.id(), isOfOtherBeats(before, stored));
      look(tx, before.id(), stored);
      return again(tx, before.id());
    }

    @Override
    public void delete(Tx tx, HeartbeatView there) {
      for (Heartbeat heartbeat : pulses.lock(tx, List.of(there.id()))) {
        UUID last = heartbeat.incidentId();
        if (last != null) {
          writer
              .apply(
                  tx,
                  incidents.lock(tx, List.of(last)).await().stream()
                      .filter(incident -> incident.status().isOpen())
                      .map(this::ended)
                      .toList())
              .await();
        }
      }
      timers.cancel(tx, HeartbeatTimer.KIND, List.of(there.id().toString())).await();
      heartbeats.delete(tx, there.id());
    }

    private IncidentChange ended(Incident incident) {
      return HeartbeatPlanner.end(incident, call.author() + " has deleted the heartbeat", now());
    }

    private boolean isOfOtherBeats(HeartbeatView before, Stored after) {
      UUID source = before.source() == null ? null : before.source().id();
      return !before.beatsBy().equals(after.draft().by().wireName())
          || !before.matchers().equals(after.draft().matchers())
          || !Objects.equals(source, after.sourceId());
    }

    /** Has core look at once: at its beats so far, or whether it is over. */
    private void look(Tx tx, UUID id, Stored stored) {
      HeartbeatDraft draft = stored.draft();
      if (draft.by() == BeatsBy.ALERT && draft.isActive()) {
        alerts.findFiring(tx, id, stored.sourceId(), draft.matchers());
      }
      timers
          .set(tx, List.of(NewTimer.after(Duration.ZERO, HeartbeatTimer.KIND, id.toString())))
          .await();
    }

    private Stored stored(Tx tx, HeartbeatDraft draft) {
      Reference source = draft.source();
      return new Stored(
          draft,
          services
              .findId(tx, draft.service())
              .await()
              .orElseThrow(
                  () ->
                      Fault.invalid(
                          "/service", "/service names " + draft.service() + ", which is none")),
          source == null
              ? null
              : sources
                  .findId(tx, source)
                  .await()
                  .orElseThrow(
                      () ->
                          Fault.invalid("/source", "/source names " + source + ", which is none")));
    }

    private HeartbeatView again(Tx tx, UUID id) {
      return heartbeats
          .find(tx, id, now())
          .orElseThrow(() -> Fault.notFound("there is no heartbeat " + id));
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return constraint.equals("heartbeat_name")
          ? Fault.conflict("a heartbeat with this name exists already; choose another name")
          : null;
    }
  }
}
