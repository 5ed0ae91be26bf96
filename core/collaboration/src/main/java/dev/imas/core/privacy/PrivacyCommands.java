package dev.imas.core.privacy;

import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.http.Principal;
import dev.imas.core.item.NewTasks;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.privacy.PrivacyRequest.State;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.user.KeepsUser;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people do about requests. Only on a virtual thread. */
final class PrivacyCommands {

  private static final int MOST_OPEN = 1_000;

  private final PrivacyRepository repository;
  private final Timers timers;
  private final List<KeepsUser> duties;
  private final NewTasks tasks;
  private final InstantSource clock;

  PrivacyCommands(
      PrivacyRepository repository,
      Timers timers,
      List<KeepsUser> duties,
      NewTasks tasks,
      InstantSource clock) {
    this.repository = repository;
    this.timers = timers;
    this.duties = duties;
    this.tasks = tasks;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * @param user whose data it is; null: whoever has the email address
   */
  PrivacyRequest open(
      Tx tx,
      Call call,
      RequestKind kind,
      @Nullable UUID user,
      @Nullable String email,
      Instant received,
      String note) {
    if (repository.open(tx, MOST_OPEN) >= MOST_OPEN) {
      throw Fault.conflict(
          "limit of " + MOST_OPEN + " open requests reached; close some of them first");
    }
    if (user != null && repository.openOf(tx, user, kind).isPresent()) {
      throw Fault.conflict("this user has an open request of that kind already; go on with it");
    }
    Principal.Person by = call.principal().person();
    UUID id = UuidV7.at(clock.millis());
    repository.insert(
        tx,
        new PrivacyRequest(
            id,
            kind,
            user,
            email,
            note,
            received,
            kind.due(received),
            null,
            null,
            State.OPEN,
            by == null ? null : by.id(),
            now(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            1));
    PrivacyRequest made = locked(tx, id);
    timers
        .set(tx, PrivacyTimer.after(made, now(), kind.isAnsweredByExport() && user != null))
        .await();
    call.audit(tx, Audit.Change.create(subject(id), about(made)));
    return made;
  }

  static Audit.Subject subject(UUID id) {
    return new Audit.Subject("privacy_request", id);
  }

  /** What the audit keeps of a request: nothing that names the person. */
  static Map<String, Object> about(PrivacyRequest request) {
    return Map.of(
        "kind", request.kind().wireName(),
        "state", request.state().wireName(),
        "due_at", request.dueAt().toString(),
        "subject_id", String.valueOf(request.subject()));
  }

  PrivacyRequest locked(Tx tx, UUID id) {
    return repository
        .lock(tx, id)
        .orElseThrow(() -> Fault.notFound("there is no privacy request with this id"));
  }

  private PrivacyRequest open(Tx tx, UUID id) {
    PrivacyRequest request = locked(tx, id);
    if (request.state() != State.OPEN) {
      throw Fault.conflict("the request is " + request.state().wireName() + " already");
    }
    return request;
  }

  PrivacyRequest extend(Tx tx, Call call, UUID id, String reason) {
    PrivacyRequest request = open(tx, id);
    if (request.extendedAt() != null) {
      throw Fault.conflict("the request was extended already, and the law allows it once");
    }
    repository.extend(tx, id, RequestKind.extended(request.dueAt()), now(), reason);
    PrivacyRequest after = locked(tx, id);
    timers.set(tx, PrivacyTimer.after(after, now(), false)).await();
    call.audit(tx, new Audit.Change(subject(id), "extend", about(request), about(after)));
    return after;
  }

  PrivacyRequest close(
      Tx tx, Call call, UUID id, State outcome, String note, @Nullable String sha256) {
    PrivacyRequest request = open(tx, id);
    if (outcome == State.DONE
        && request.kind() == RequestKind.ERASURE
        && request.subject() != null) {
      throw Fault.conflict(
          "the erasure of a user is done when a second person has confirmed it; close it as"
              + " refused or withdrawn, or have it confirmed");
    }
    Principal.Person by = call.principal().person();
    repository.close(tx, id, outcome, by == null ? null : by.id(), now(), note, sha256);
    PrivacyRequest after = locked(tx, id);
    timers.cancel(tx, PrivacyTimer.KIND, List.of(PrivacyTimer.reminder(id))).await();
    call.audit(tx, new Audit.Change(subject(id), "close", about(request), about(after)));
    return after;
  }

  /** Has the person erased, as the second one who says so. */
  PrivacyRequest confirm(Tx tx, Call call, UUID id) {
    PrivacyRequest request = open(tx, id);
    UUID subject = request.subject();
    if (request.kind() != RequestKind.ERASURE || subject == null) {
      throw Fault.conflict("only the erasure of a user is confirmed");
    }
    UUID by = call.self().id();
    List<UUID> administrators = repository.administrators(tx);
    refuseOneself(request, subject, by, administrators);
    List<String> obstacles = obstacles(tx, subject, administrators).words();
    if (!obstacles.isEmpty()) {
      throw Fault.conflict("the user cannot be erased yet: " + String.join(". ", obstacles));
    }
    repository.confirm(tx, id, by, now());
    PrivacyRequest after = locked(tx, id);
    timers.set(tx, List.of(PrivacyTimer.erasure(id))).await();
    timers.cancel(tx, PrivacyTimer.KIND, List.of(PrivacyTimer.reminder(id))).await();
    tasks.add(
        tx,
        call,
        "Remove " + after.pseudonym() + " from copies outside of IMAS",
        "A user was erased, and IMAS cannot reach copies elsewhere. Look the person up in chats and"
            + " rooms, in documents and trackers that incidents link to, with the receivers of"
            + " event webhooks, and in exports. Read the texts that the request lists.\n\n"
            + "The request: /privacy?request="
            + id);
    call.audit(tx, new Audit.Change(subject(id), "confirm", about(request), about(after)));
    return after;
  }

  private static void refuseOneself(
      PrivacyRequest request, UUID subject, UUID by, List<UUID> administrators) {
    if (by.equals(subject)) {
      throw Fault.conflict("nobody confirms their own erasure; ask another administrator");
    }
    if (by.equals(request.requestedBy())) {
      boolean isAlone = administrators.stream().allMatch(by::equals);
      throw Fault.conflict(
          isAlone
              ? "a second person confirms an erasure, and you are the only administrator; make"
                  + " another user tenant_admin, or grant somebody privacy.manage"
              : "a second person confirms an erasure; ask another administrator");
    }
  }

  private ErasureObstacles obstacles(Tx tx, UUID user, List<UUID> administrators) {
    List<String> places = new ArrayList<>();
    for (KeepsUser duty : duties) {
      places.addAll(duty.keeping(tx, user).await());
      places.addAll(duty.passing(tx, user));
    }
    return new ErasureObstacles(
        administrators.equals(List.of(user)),
        repository.led(tx, user),
        places,
        repository.waiting(tx, user));
  }
}
