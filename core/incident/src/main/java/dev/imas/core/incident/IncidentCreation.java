package dev.imas.core.incident;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Body;
import dev.imas.core.http.IdempotencyKey;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Reference;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.work.Overtaken;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Opens incidents by hand. While an incident is open, the same title on the same service means the
 * same incident: a second request finds the first one's (requirement ING-19), and does to it what
 * an alert would: {@link RepeatedReport}.
 */
final class IncidentCreation {

  private static final int ATTEMPTS = 5;
  private static final int MOST_SCOPES = 100;

  /**
   * A checked request.
   *
   * @param further what it says besides, as it was sent
   * @param pages whether people are paged
   */
  record Request(
      String title,
      String description,
      @Nullable String service,
      @Nullable String serviceName,
      Severity severity,
      @Nullable Instant detectedAt,
      List<Reference> scopes,
      List<String> tags,
      String further,
      boolean pages) {

    Request {
      scopes = List.copyOf(scopes);
      tags = List.copyOf(tags);
    }

    /**
     * @param further what else the body may have
     */
    static Request read(Body body, List<String> further) {
      List<String> members = new ArrayList<>(further);
      members.addAll(
          List.of(
              "title",
              "description",
              "service",
              "service_name",
              "severity",
              Priority.MEMBER,
              "impacted_scopes",
              "tags",
              "detected_at",
              "page"));
      body.only(members.toArray(String[]::new));
      Severity severity = Priority.severity(body);
      Request request =
          new Request(
              body.requiredText("title", Incident.LONGEST_TITLE),
              body.text("description", Incident.LONGEST_DESCRIPTION, ""),
              body.text("service", 200),
              body.text("service_name", 200),
              severity == null ? Severity.SEV3_MEDIUM : severity,
              body.time("detected_at"),
              body.texts("impacted_scopes", MOST_SCOPES, 200).stream()
                  .map(text -> Reference.of(text.strip()))
                  .toList(),
              body.texts("tags", Tagging.MOST_AT_ONCE, Tagging.LONGEST),
              further.stream()
                  .filter(body::has)
                  .map(member -> member + "=" + body.present(member))
                  .collect(Collectors.joining("\n")),
              body.flag("page", true));
      if (request.service != null && request.serviceName != null) {
        body.fault("/service_name", "cannot be given together with service; send only one of them");
      }
      body.throwIfFaulty();
      return request;
    }
  }

  /**
   * @param status 201 for a new incident, 200 for an existing one
   * @param isReplay whether the same request was answered before, so that nothing was done
   */
  record Made(UUID id, int status, boolean isReplay) {

    static Made now(UUID id, int status) {
      return new Made(id, status, false);
    }
  }

  private record Target(UUID id, boolean fellToTriage) {}

  /** Adds the tags of a request to an incident that is opened, or was found, if its caller may. */
  @FunctionalInterface
  interface Tagged {

    /** For requests that have none. */
    Tagged NOT = (tx, change, at) -> Future.succeededFuture(change);

    Future<IncidentChange> tag(Tx tx, IncidentChange change, Instant at);
  }

  private final Transactions transactions;
  private final IncidentCommands commands;
  private final IncidentRepository incidents;
  private final ServiceRepository services;
  private final ImpactScopes scopes;
  private final UnpagedIncidents unpaged = new UnpagedIncidents();
  private final IdempotencyRepository idempotency = new IdempotencyRepository();
  private final SecureRandom random = new SecureRandom();

  IncidentCreation(
      Transactions transactions,
      IncidentCommands commands,
      IncidentRepository incidents,
      ServiceRepository services,
      ImpactScopes scopes) {
    this.transactions = transactions;
    this.commands = commands;
    this.incidents = incidents;
    this.services = services;
    this.scopes = scopes;
  }

  /**
   * @param key the Idempotency-Key, if the caller sent one
   */
  Future<Made> create(
      TenantId tenant,
      Principal caller,
      Request request,
      Tagged tagged,
      FurtherFacts.Plan further,
      @Nullable String key) {
    return create(tenant, new Asked(caller, request, tagged, further), key, ATTEMPTS);
  }

  /**
   * @param caller who asks for it
   */
  private record Asked(
      Principal caller, Request request, Tagged tagged, FurtherFacts.Plan further) {

    String author() {
      return caller.name();
    }

    /** Whoever opens it in the dashboard. A program that reports it does not lead the work. */
    @Nullable Author lead() {
      return caller.loggedIn() == null ? null : Author.of(caller);
    }
  }

  private Future<Made> create(TenantId tenant, Asked asked, @Nullable String key, int attempts) {
    return once(tenant, asked, key)
        .recover(
            failure -> {
              if (!(failure instanceof Overtaken)) {
                return Future.failedFuture(failure);
              }
              return attempts > 1
                  ? create(tenant, asked, key, attempts - 1)
                  : Future.failedFuture(
                      Fault.unavailable(
                          "others report the same incident at this moment; try again", 1));
            });
  }

  private Future<Made> once(TenantId tenant, Asked asked, @Nullable String key) {
    return transactions.runInsisting(
        tenant,
        tx -> {
          if (key == null) {
            return make(tx, asked);
          }
          byte[] keyHash = Credential.hash(key);
          byte[] requestHash = Credential.hash(asked.request.toString());
          return idempotency
              .find(tx, keyHash, requestHash)
              .compose(given -> again(tx, asked, keyHash, requestHash, given));
        });
  }

  private Future<Made> again(
      Tx tx,
      Asked asked,
      byte[] keyHash,
      byte[] requestHash,
      Optional<IdempotencyRepository.Given> given) {
    if (given.isPresent()) {
      if (!given.get().sameRequest()) {
        throw IdempotencyKey.ofAnotherRequest();
      }
      return Future.succeededFuture(given.get().again());
    }
    return make(tx, asked)
        .compose(
            made ->
                idempotency.insert(tx, keyHash, requestHash, made.id(), made.status()).map(made));
  }

  private Future<Made> make(Tx tx, Asked asked) {
    return target(tx, asked.request)
        .compose(
            target -> {
              String group = groupKey(target.id, asked.request.title);
              return incidents
                  .findOpen(tx, group)
                  .compose(
                      open ->
                          open.isPresent()
                              ? attach(tx, asked, open.get(), target, group)
                              : open(tx, asked, target, group));
            });
  }

  private Future<Target> target(Tx tx, Request request) {
    String reference = request.service;
    if (reference != null) {
      return services
          .findInUse(tx, reference)
          .map(found -> new Target(found.orElseThrow(() -> noService(reference)), false));
    }
    return services
        .findByNameOrTriage(tx, request.serviceName)
        .map(found -> new Target(found.id(), found.isTriage()));
  }

  static Fault noService(String reference) {
    return Fault.invalid(
        "/service",
        "/service: there is no active service '" + reference + "'; create it or name another");
  }

  /** To an incident that was open a moment ago. Whoever resolves it may have had its lock. */
  private Future<Made> attach(Tx tx, Asked asked, UUID existing, Target target, String group) {
    Instant now = commands.now();
    return incidents
        .lock(tx, List.of(existing))
        .map(List::getFirst)
        .compose(
            incident ->
                incident.status().isOpen()
                    ? join(tx, asked, incident, now)
                    : open(tx, asked, target, group));
  }

  private Future<Made> join(Tx tx, Asked asked, Incident open, Instant now) {
    return unpaged
        .isUnpaged(tx, open)
        .compose(
            isUnpaged ->
                concerning(tx, report(asked, open, isUnpaged, now), asked, now)
                    .compose(change -> save(tx, asked, change)))
        .map(Made.now(open.id(), 200));
  }

  /**
   * Whoever reports it again, and does not say that nobody is paged, has people paged, unless
   * somebody has taken it on.
   */
  private static IncidentChange report(Asked asked, Incident open, boolean isUnpaged, Instant now) {
    IncidentChange change = RepeatedReport.of(open, asked.request, asked.author(), now);
    return isUnpaged && asked.request.pages && open.status() == IncidentStatus.TRIGGERED
        ? change.then(
            UnpagedIncidents.page(
                change.after(), asked.author(), "Paging starts: it was reported again"))
        : change;
  }

  private Future<Void> save(Tx tx, Asked asked, IncidentChange change) {
    return asked.request.pages ? commands.save(tx, change) : commands.saveUncalled(tx, change);
  }

  /** With the scopes, tags and further facts of the request. */
  private Future<IncidentChange> concerning(
      Tx tx, IncidentChange change, Asked asked, Instant now) {
    return scopes
        .addAll(tx, change, asked.request.scopes, asked.author(), now)
        .compose(scoped -> asked.tagged.tag(tx, scoped, now))
        .map(tagged -> asked.further.apply(tx, tagged, asked.caller, now));
  }

  private Future<Made> open(Tx tx, Asked asked, Target target, String group) {
    Request request = asked.request;
    Instant now = commands.now();
    Detection detected =
        Detection.of(request.detectedAt == null ? now : request.detectedAt, now, Detection.OLDEST);
    Map<String, Object> facts = new TreeMap<>();
    StringBuilder message = new StringBuilder("Opened over the API");
    if (target.fellToTriage) {
      facts.put("triage", true);
      message.append("; no known service was named, so it went to triage");
    }
    if (!detected.isBelieved()) {
      facts.put("starts_at", detected.said().toString());
      message.append(Detection.notBelieved(detected.said()));
    }
    Step opening =
        Incident.open(
            new NewIncident(
                UuidV7.at(now.toEpochMilli()),
                ShortId.draw(random),
                request.title,
                request.description,
                target.id,
                request.severity,
                Incident.Origin.API,
                group,
                true,
                asked.author(),
                detected.at(),
                null,
                asked.lead()),
            message.toString(),
            facts,
            now);
    if (!request.pages) {
      opening = UnpagedIncidents.unpaged(opening);
    }
    opening = Author.of(asked.caller).sign(opening);
    UUID id = opening.incident().id();
    return concerning(tx, IncidentChange.opening(opening), asked, now)
        .compose(change -> save(tx, asked, change))
        .map(Made.now(id, 201));
  }

  private static String groupKey(UUID service, String title) {
    byte[] hash = Credential.hash(title.strip().toLowerCase(Locale.ROOT));
    return "api:" + service + ":" + HexFormat.of().formatHex(hash, 0, 16);
  }
}
