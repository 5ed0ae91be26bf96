package dev.imas.core.paging;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.Permission;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.OpeningRepository;
import dev.imas.core.incident.TimelineRepository;
import dev.imas.core.incident.Unpaged;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.Labels;
import dev.imas.core.paging.RecordRepository.Sent;
import dev.imas.core.paging.RecordRepository.Taken;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import dev.imas.core.storm.HoldingStormRepository;
import dev.imas.core.storm.HoldingStormRepository.Holding;
import dev.imas.core.user.UserRepository;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /incidents/{id}/escalation}, {@code /pages} and {@code /why}: how an incident escalated,
 * who was told, and why somebody was or was not.
 */
public final class EscalationRoutes {

  private static final int MOST_RUNS = 100;

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final ChannelKinds channels;
  private final Missing missing;
  private final PersonReach people;
  private final RunRepository runs = new RunRepository();
  private final RecordRepository records = new RecordRepository();
  private final OpeningRepository openings = new OpeningRepository();
  private final HoldingStormRepository storms = new HoldingStormRepository();
  private final TimelineRepository timeline = new TimelineRepository();
  private final UserRepository users = new UserRepository();

  public EscalationRoutes(
      Transactions transactions,
      IncidentRepository incidents,
      ChannelKinds channels,
      Missing missing,
      PersonReach people) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.channels = channels;
    this.missing = missing;
    this.people = people;
  }

  public void mount(Api api) {
    api.get("/incidents/{id}/escalation", Permission.INCIDENT_READ, this::escalation);
    api.get("/incidents/{id}/pages", Permission.INCIDENT_READ, this::pages);
    api.get("/incidents/{id}/why", Permission.INCIDENT_READ, this::why);
  }

  /** A policy in the version that a run follows. */
  record ShownPolicy(UUID id, String name, int version) {}

  /**
   * @param policy absent where none fits, and whoever is on call is told
   * @param chosen which policies were considered and why each was taken or not
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ShownRun(
      int run,
      @Nullable ShownPolicy policy,
      @Nullable JsonNode chosen,
      String severity,
      String state,
      Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable String endedBy,
      @Nullable ShownNext next,
      boolean awaitsLastAnswer,
      List<ShownStep> steps) {}

  /** A step that was taken or passed over; rounds and steps count from 1. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ShownStep(
      int round,
      int step,
      String status,
      Instant dueAt,
      Instant takenAt,
      @Nullable Integer timelineSeq,
      List<Firing.Told> told,
      @Nullable String reason) {}

  /**
   * All runs of an incident, the newest first.
   *
   * @param labels of the alert that opened it, by which each run's policy was chosen; empty if it
   *     had none, or a person opened it
   * @param unpaged who opened it without paging anyone; left out if nobody did
   */
  record ShownEscalation(
      List<ShownRun> runs,
      Map<String, String> labels,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Unpaged unpaged) {}

  private Answer escalation(Call call) {
    return transactions.call(call.tenant(), tx -> Answer.ok(escalation(tx, incident(tx, call))));
  }

  ShownEscalation escalation(Tx tx, UUID incident) {
    List<Taken> taken = records.taken(tx, incident).await();
    Map<Integer, JsonNode> chosen = records.chosen(tx, incident).await();
    Map<UUID, Labels> labels = openings.labels(tx, List.of(incident)).await();
    NextSteps next = new NextSteps(tx, people, labels);
    return new ShownEscalation(
        runs.of(tx, incident, MOST_RUNS).await().stream()
            .map(run -> shown(run, chosen.get(run.number()), taken, next(tx, run, next)))
            .toList(),
        labels.getOrDefault(incident, Labels.EMPTY).toMap(),
        timeline.unpaged(tx, incident).await().orElse(null));
  }

  private @Nullable ShownNext next(Tx tx, Run run, NextSteps steps) {
    return NextSteps.isToCome(run)
        ? incidents.read(tx, run.incident()).await().map(one -> steps.of(run, one)).orElse(null)
        : null;
  }

  private static ShownRun shown(
      Run run, @Nullable JsonNode chosen, List<Taken> taken, @Nullable ShownNext next) {
    boolean atEnd = run.next().equals(Walk.END);
    boolean runs = run.state() == Run.State.RUNNING;
    return new ShownRun(
        run.number(),
        run.policy()
            .map(id -> new ShownPolicy(id, run.policyName(), run.policyVersion()))
            .orElse(null),
        chosen,
        run.severity().name(),
        run.state().name().toLowerCase(Locale.ROOT),
        run.startedAt(),
        run.endedAt().orElse(null),
        run.endedBy().orElse(null),
        next,
        runs && atEnd,
        taken.stream()
            .filter(t -> t.run() == run.number())
            .map(
                t ->
                    new ShownStep(
                        t.round() + 1,
                        t.step() + 1,
                        t.status(),
                        t.dueAt(),
                        t.firedAt(),
                        t.seq(),
                        t.people(),
                        t.reason()))
            .toList());
  }

  /**
   * All pages of an incident in order, each with what became of it; updates are left out.
   *
   * @param heldBy the storm that holds the incident; null if none does
   */
  record ShownPages(List<Sent> pages, @Nullable Holding heldBy) {}

  private Answer pages(Call call) {
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID incident = incident(tx, call);
          return Answer.ok(
              new ShownPages(
                  records.sent(tx, incident, channels).await(),
                  storms.of(tx, incident).orElse(null)));
        });
  }

  /**
   * @param paged whether a page to the person was accepted, or is on its way
   * @param because line by line, in the order of time
   */
  record ShownWhy(
      UUID user, String username, boolean paged, List<String> because, List<Sent> pages) {}

  /**
   * Of one user, or of all whom steps named or pages went to.
   *
   * @param heldBy the storm that holds the incident; null if none does
   * @param unpaged who opened it without paging anyone; left out if nobody did
   */
  record ShownReasons(
      List<ShownWhy> items,
      @Nullable Holding heldBy,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Unpaged unpaged) {}

  private Answer why(Call call) {
    Reference asked = call.query("user").reference("user");
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID incident = incident(tx, call);
          List<Sent> sent = records.sent(tx, incident, channels).await();
          List<Taken> taken = records.taken(tx, incident).await();
          List<Run> oldestFirst = runs.of(tx, incident, MOST_RUNS).await().reversed();
          Map<Integer, JsonNode> chosen = records.chosen(tx, incident).await();
          Optional<Holding> holding = storms.of(tx, incident);
          Optional<Unpaged> unpaged = timeline.unpaged(tx, incident).await();
          Set<UUID> of = asked == null ? everybody(sent, taken) : Set.of(user(tx, asked));
          return Answer.ok(
              new ShownReasons(
                  records.usernames(tx, of).await().entrySet().stream()
                      .map(
                          one ->
                              why(
                                  one.getKey(),
                                  one.getValue(),
                                  oldestFirst,
                                  chosen,
                                  taken,
                                  sent,
                                  holding,
                                  unpaged))
                      .toList(),
                  holding.orElse(null),
                  unpaged.orElse(null)));
        });
  }

  private UUID user(Tx tx, Reference asked) {
    return users
        .findId(tx, asked)
        .await()
        .orElseThrow(() -> Fault.notFound("there is no user '" + asked + "'"));
  }

  private static Set<UUID> everybody(List<Sent> sent, List<Taken> taken) {
    Set<UUID> everybody = new HashSet<>();
    sent.stream().map(Sent::user).filter(Objects::nonNull).forEach(everybody::add);
    taken.forEach(
        one ->
            one.people().stream()
                .map(Firing.Told::user)
                .filter(Objects::nonNull)
                .forEach(everybody::add));
    return everybody;
  }

  private static ShownWhy why(
      UUID user,
      String username,
      List<Run> runs,
      Map<Integer, JsonNode> chosen,
      List<Taken> taken,
      List<Sent> sent,
      Optional<Holding> holding,
      Optional<Unpaged> unpaged) {
    List<Sent> mine = sent.stream().filter(page -> user.equals(page.user())).toList();
    return new ShownWhy(
        user,
        username,
        mine.stream().anyMatch(p -> !p.status().equals("dead") && !p.status().equals("cancelled")),
        WhyWords.of(user, username, runs, chosen, taken, sent, holding, unpaged),
        mine);
  }

  private UUID incident(Tx tx, Call call) {
    String reference = call.path("id");
    return incidents.findId(tx, reference).await().orElseThrow(() -> missing.incident(reference));
  }
}
