package dev.imas.core.postmortem;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.ActivePersonRepository;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.postmortem.PostMortemCommands.Move;
import dev.imas.core.postmortem.PostMortemRepository.Published;
import dev.imas.core.postmortem.PostMortemRepository.Written;
import dev.imas.core.postmortem.PostMortemText.Cited;
import dev.imas.core.postmortem.PostMortemText.SectionView;
import dev.imas.core.postmortem.PostMortemViewRepository.After;
import dev.imas.core.retention.Missing;
import dev.imas.core.user.UserRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /post-mortems} and {@code /incidents/{id}/post-mortem}. */
final class PostMortemRoutes {

  private static final String ALL = "/post-mortems";
  static final String ONE = "/incidents/{id}/post-mortem";
  private static final int LONGEST_REASON = 2_000;
  private static final int MOST_CITED = 200;
  private static final int MOST_VERSIONS = 100;

  private final Transactions transactions;
  private final IncidentRepository incidents = new IncidentRepository();
  private final ActivePersonRepository people = new ActivePersonRepository();
  private final PostMortemFilters filters = new PostMortemFilters(incidents, new UserRepository());
  private final PostMortemRepository repository;
  private final PostMortemViewRepository views;
  private final PostMortemCommands commands;
  private final IncidentAccess access;
  private final Missing missing;

  PostMortemRoutes(
      Transactions transactions,
      PostMortemRepository repository,
      PostMortemViewRepository views,
      PostMortemCommands commands,
      IncidentAccess access,
      Missing missing) {
    this.transactions = transactions;
    this.repository = repository;
    this.views = views;
    this.commands = commands;
    this.access = access;
    this.missing = missing;
  }

  void mount(Api api) {
    api.get(ALL, Permission.INCIDENT_READ, this::list);
    api.get(ONE, Permission.INCIDENT_READ, this::get);
    api.post(ONE, Permission.POST_MORTEM_EDIT, this::start);
    api.patch(ONE, Permission.POST_MORTEM_EDIT, this::name);
    api.put(ONE + "/sections/{section}", Permission.POST_MORTEM_EDIT, this::write);
    api.put(ONE + "/citations", Permission.POST_MORTEM_EDIT, this::cite);
    api.post(ONE + "/transitions", Permission.POST_MORTEM_EDIT, this::move);
    api.post(ONE + "/waiver", Permission.POST_MORTEM_WAIVE, this::waive);
    api.get(ONE + "/versions", Permission.INCIDENT_READ, this::versions);
    api.get(ONE + "/versions/{number}", Permission.INCIDENT_READ, this::version);
  }

  private Answer list(Call call) {
    Query query =
        call.query(
            "state",
            "required",
            "overdue",
            "owner",
            "reviewer",
            "team",
            "service",
            "incident",
            "cursor",
            "limit");
    PostMortemFilters.Asked asked = filters.read(call, query);
    ListRange range = query.paging();
    After after = range.key(After::parse);
    Instant now = commands.now();
    return Answer.page(
        transactions.call(
            call.tenant(), tx -> views.list(tx, asked.filter(tx), after, range.fetch(), now)),
        range,
        After::key);
  }

  private Answer get(Call call) {
    call.query();
    return Answer.versioned(
        transactions.call(call.tenant(), tx -> text(tx, incidentId(tx, call.path("id")))));
  }

  private PostMortemText text(Tx tx, UUID incident) {
    PostMortem found = found(tx, incident);
    Map<PostMortemPart, SectionView> written = new HashMap<>();
    repository
        .sections(tx, found.id())
        .forEach(one -> written.put(one.part(), SectionView.of(one)));
    List<SectionView> sections = new ArrayList<>();
    for (PostMortemPart part : PostMortemPart.values()) {
      sections.add(written.getOrDefault(part, SectionView.none(part)));
    }
    return new PostMortemText(
        view(tx, incident),
        sections,
        new Cited(views.entries(tx, incident, found.cited()), found.citedRevision()));
  }

  private PostMortemView view(Tx tx, UUID incident) {
    return views.find(tx, incident, commands.now()).orElseThrow(() -> none(incident.toString()));
  }

  private PostMortem found(Tx tx, UUID incident) {
    return repository.read(tx, incident).orElseThrow(() -> none(incident.toString()));
  }

  static Fault none(String incident) {
    return Fault.notFound("the incident " + incident + " has no post-mortem; POST begins one");
  }

  private Answer start(Call call) {
    UUID id = transactions.call(call.tenant(), tx -> incidentId(tx, call.path("id")));
    Body body = call.body().only("owner");
    Reference owner = body.reference("owner");
    return transactions.call(
        call.tenant(),
        tx -> {
          Incident incident = lock(tx, id);
          if (!mayEdit(tx, call, incident, null)) {
            throw Call.refusal(Permission.POST_MORTEM_EDIT);
          }
          body.throwIfFaulty();
          commands.start(tx, call, incident, person(tx, "owner", owner));
          PostMortemText made = text(tx, id);
          call.audit(tx, Audit.Change.create(subject(made.head().id()), made.head()));
          return Answer.created("/incidents/" + id + "/post-mortem", made);
        });
  }

  private Answer name(Call call) {
    Body body = call.body().only("owner", "reviewer");
    Reference owner = body.reference("owner");
    Reference reviewer = body.reference("reviewer");
    if (!body.has("owner") && !body.has("reviewer")) {
      body.fault("", "changes nothing; send owner or reviewer");
    }
    return doing(
        call,
        (tx, incident, locked) -> {
          int version = call.expectedVersion();
          body.throwIfFaulty();
          mustHave(locked, version);
          commands.name(
              tx,
              locked,
              body.has("owner"),
              person(tx, "owner", owner),
              body.has("reviewer"),
              person(tx, "reviewer", reviewer));
          return answer(tx, call, locked, "update");
        });
  }

  private Answer write(Call call) {
    String named = call.path("section");
    Body body = call.body().only("text");
    String text = body.text("text", PostMortemPart.LONGEST);
    if (text == null && body.present("text") == null) {
      body.fault("/text", "is missing; send a text, or an empty one");
    }
    return doing(
        call,
        (tx, incident, locked) -> {
          PostMortemPart part =
              PostMortemPart.named(named)
                  .orElseThrow(
                      () ->
                          Fault.notFound(
                              "there is no section '"
                                  + named
                                  + "'; there are "
                                  + String.join(", ", PostMortemPart.wireNames())));
          int revision = call.expectedVersion();
          body.throwIfFaulty();
          Written written =
              commands.write(tx, call, locked, part, text == null ? "" : text, revision);
          if (written.revision() != revision) {
            call.audit(
                tx,
                Audit.Change.update(
                    subject(locked.id()),
                    new Edited(part.wireName(), revision),
                    new Edited(part.wireName(), written.revision())));
          }
          return Answer.ok(SectionView.of(written)).withVersion(written.revision());
        });
  }

  /** What the audit says of an edited text: not the text itself, of which there may be many. */
  record Edited(String section, int revision) {}

  private Answer cite(Call call) {
    Body body = call.body().only("entries");
    List<Integer> entries = entries(body);
    return doing(
        call,
        (tx, incident, locked) -> {
          int revision = call.expectedVersion();
          body.throwIfFaulty();
          commands.cite(tx, call, locked, entries, revision);
          PostMortem after = found(tx, locked.incident());
          if (after.citedRevision() != locked.citedRevision()) {
            call.audit(
                tx,
                Audit.Change.update(
                    subject(locked.id()), new Citing(locked.cited()), new Citing(after.cited())));
          }
          return Answer.ok(
                  new Cited(
                      views.entries(tx, locked.incident(), after.cited()), after.citedRevision()))
              .withVersion(after.citedRevision());
        });
  }

  /** What the audit says of cited entries. */
  record Citing(List<Integer> entries) {
    Citing {
      entries = List.copyOf(entries);
    }
  }

  private static List<Integer> entries(Body body) {
    List<Integer> entries = new ArrayList<>();
    JsonNode given = body.present("entries");
    if (given == null || !given.isArray() || given.size() > MOST_CITED) {
      body.fault(
          "/entries", "must be a list of at most " + MOST_CITED + " numbers of timeline entries");
      return entries;
    }
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i).isInt() && given.get(i).intValue() > 0) {
        entries.add(given.get(i).intValue());
      } else {
        body.fault("/entries/" + i, "must be the number of an entry of the timeline, such as 3");
      }
    }
    return entries;
  }

  private Answer move(Call call) {
    Body body = call.body().only("to", "reason", "reviewer");
    String named = body.requiredText("to", 40);
    PostMortemState to = PostMortemState.named(named).orElse(null);
    if (to == null && !named.isEmpty()) {
      body.fault("/to", "must be one of " + String.join(", ", PostMortemState.wireNames()));
    }
    String reason = body.text("reason", LONGEST_REASON, "").strip();
    Reference reviewer = body.reference("reviewer");
    if (reviewer != null && to != PostMortemState.REVIEW) {
      body.fault("/reviewer", "can be named only when it goes to review; leave it out");
    }
    return doing(
        call,
        (tx, incident, locked) -> {
          // Whoever publishes says which text they read.
          Integer version =
              to == PostMortemState.PUBLISHED
                  ? Integer.valueOf(call.expectedVersion())
                  : call.expectedVersionOrNull();
          body.throwIfFaulty();
          if (version != null) {
            mustHave(locked, version);
          }
          if (to == null) {
            throw new IllegalStateException("a body without faults says what it becomes");
          }
          commands.move(
              tx,
              call,
              incident,
              locked,
              new Move(to, reason.isEmpty() ? null : reason, person(tx, "reviewer", reviewer)));
          return answer(tx, call, locked, to.wireName());
        });
  }

  private Answer waive(Call call) {
    Body body = call.body().only("reason");
    String reason = body.requiredText("reason", LONGEST_REASON);
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID id = incidentId(tx, call.path("id"));
          Incident incident = lock(tx, id);
          PostMortem locked = locked(tx, incident);
          body.throwIfFaulty();
          commands.waive(tx, call, incident, locked, reason);
          return answer(tx, call, locked, "waive");
        });
  }

  private PostMortem locked(Tx tx, Incident incident) {
    return repository.lock(tx, List.of(incident.id())).stream()
        .findFirst()
        .orElseThrow(() -> none(incident.shortId()));
  }

  private Answer answer(Tx tx, Call call, PostMortem before, String verb) {
    PostMortemText after = text(tx, before.incident());
    call.audit(tx, new Audit.Change(subject(before.id()), verb, null, after.head()));
    return Answer.versioned(after);
  }

  private static void mustHave(PostMortem locked, int version) {
    if (locked.version() != version) {
      throw Constraints.overtaken();
    }
  }

  private static Audit.Subject subject(UUID id) {
    return new Audit.Subject("post_mortem", id);
  }

  /** What a request does about a post-mortem that is locked. */
  private interface Doing {
    Answer on(Tx tx, Incident incident, PostMortem locked);
  }

  private Answer doing(Call call, Doing doing) {
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID id = incidentId(tx, call.path("id"));
          Incident incident = lock(tx, id);
          PostMortem locked = locked(tx, incident);
          if (!mayEdit(tx, call, incident, locked)) {
            throw Call.refusal(Permission.POST_MORTEM_EDIT);
          }
          return doing.on(tx, incident, locked);
        });
  }

  /** By role, by a grant for the team, as who works at the incident, as its owner or reviewer. */
  private boolean mayEdit(Tx tx, Call call, Incident incident, @Nullable PostMortem of) {
    if (call.may(Permission.POST_MORTEM_EDIT)
        || access
            .may(tx, call.principal(), Permission.POST_MORTEM_EDIT, incident, commands.now())
            .await()) {
      return true;
    }
    UUID owner = of == null ? null : of.owner();
    UUID reviewer = of == null ? null : of.reviewer();
    return owner != null && call.isOf(owner) || reviewer != null && call.isOf(reviewer);
  }

  private Incident lock(Tx tx, UUID incident) {
    return incidents.lock(tx, List.of(incident)).await().stream()
        .findFirst()
        .orElseThrow(() -> missing.incident(incident.toString()));
  }

  private @Nullable UUID person(Tx tx, String member, @Nullable Reference named) {
    return named == null
        ? null
        : people
            .find(tx, named)
            .orElseThrow(
                () ->
                    Fault.invalid(
                        "/" + member,
                        "/"
                            + member
                            + ": there is no active user '"
                            + named
                            + "'; send the name or id of one"))
            .id();
  }

  /** The published versions, the newest first. */
  record Editions(List<PostMortemEdition> items) {
    Editions {
      items = List.copyOf(items);
    }
  }

  /** A published version, without its text. */
  record PostMortemEdition(int number, Instant publishedAt, String publishedBy, String sha256) {
    static PostMortemEdition of(Published one) {
      return new PostMortemEdition(
          one.number(), one.publishedAt(), one.publishedBy(), one.sha256());
    }
  }

  /**
   * A published version with its text.
   *
   * @param content its JSON, whose bytes in UTF-8 have the hash
   */
  record EditionText(
      int number, Instant publishedAt, String publishedBy, String sha256, String content) {}

  private Answer versions(Call call) {
    call.query();
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx ->
                new Editions(
                    repository
                        .versions(
                            tx,
                            found(tx, incidentId(tx, call.path("id"))).id(),
                            null,
                            MOST_VERSIONS)
                        .stream()
                        .map(PostMortemEdition::of)
                        .toList())));
  }

  private Answer version(Call call) {
    call.query();
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              Published one =
                  published(tx, found(tx, incidentId(tx, call.path("id"))), call.path("number"));
              return new EditionText(
                  one.number(), one.publishedAt(), one.publishedBy(), one.sha256(), one.content());
            }));
  }

  private Published published(Tx tx, PostMortem of, String number) {
    return repository.versions(tx, of.id(), wholeOrZero(number), 1).stream()
        .findFirst()
        .orElseThrow(() -> Fault.notFound("the post-mortem has no published version " + number));
  }

  private static int wholeOrZero(String number) {
    try {
      return Integer.parseInt(number);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private UUID incidentId(Tx tx, String named) {
    return incidents.findId(tx, named).await().orElseThrow(() -> missing.incident(named));
  }
}
