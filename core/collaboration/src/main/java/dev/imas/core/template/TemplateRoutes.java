package dev.imas.core.template;

import dev.imas.core.access.Permission;
import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.wording.Form;
import dev.imas.core.wording.InvalidTemplateException;
import dev.imas.core.wording.MessageKind;
import dev.imas.core.wording.MessageTemplate;
import dev.imas.core.wording.OwnTemplate;
import dev.imas.core.wording.Phrases;
import dev.imas.core.wording.ReceiverFacts;
import dev.imas.core.wording.Templates;
import dev.imas.core.wording.Variable;
import dev.imas.core.wording.Wording;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /message-templates}: the words of messages. Each change is a new version, in force within
 * seconds; a template of the tenant's own can be tried before, and taken back.
 */
public final class TemplateRoutes {

  /** The templates of a tenant that are in force at once. */
  static final int MOST = 300;

  /** What a text is told that {@link #isLanguage} refuses. */
  static final String NO_LANGUAGE = "must be two or three letters, such as fr";

  private static final String NO_KIND =
      "there is no such kind of messages; GET /api/v1/message-templates lists them";
  private static final String NO_FORM =
      "there is no such form; GET /api/v1/message-templates lists them";

  private static final String PATH = "/message-templates/{language}/{kind}/{form}";

  private final Transactions transactions;
  private final FindIncident incidents;
  private final String publicUrl;
  private final Computations computations;
  private final InstantSource clock;
  private final TemplateRepository templates = new TemplateRepository();

  /** Finds an incident by what a request calls it. */
  @FunctionalInterface
  public interface FindIncident {
    Optional<UUID> find(Tx tx, String reference);
  }

  /**
   * @param publicUrl what links begin with in a preview; null: an example
   */
  public TemplateRoutes(
      Transactions transactions,
      FindIncident incidents,
      @Nullable String publicUrl,
      Computations computations,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.publicUrl = publicUrl == null ? "https://imas.example" : publicUrl;
    this.computations = computations;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.get("/message-templates", Permission.NOTIFICATION_READ, this::list);
    api.get("/message-templates/variables", Permission.NOTIFICATION_READ, this::variables);
    api.get(PATH, Permission.NOTIFICATION_READ, this::get);
    api.put(PATH, Permission.NOTIFICATION_MANAGE, this::put);
    api.delete(PATH, Permission.NOTIFICATION_MANAGE, this::delete);
    api.get(PATH + "/versions", Permission.NOTIFICATION_READ, this::versions);
    api.post(PATH + "/revert", Permission.NOTIFICATION_MANAGE, this::revert);
    api.post(PATH + "/preview", Permission.NOTIFICATION_MANAGE, this::preview);
  }

  record ShownKind(String name, @Nullable String inherits, String about) {}

  record ShownForm(String name, String about, int longestSource, int longest) {}

  record ShownVersion(int version, @Nullable String source, Instant madeAt, String madeBy) {
    static ShownVersion of(StoredTemplate stored) {
      return new ShownVersion(stored.version(), stored.source(), stored.madeAt(), stored.madeBy());
    }
  }

  record ShownOwn(
      String language, String kind, String form, int version, Instant madeAt, String madeBy) {}

  record Overview(
      List<String> languages, List<ShownKind> kinds, List<ShownForm> forms, List<ShownOwn> own) {}

  /**
   * @param origin {@code own} or {@code shipped}
   * @param source in force
   * @param version 0 until the tenant first writes one
   */
  record Shown(
      String language,
      String kind,
      String form,
      String origin,
      String source,
      String shipped,
      int version)
      implements Versioned {}

  record ShownVariable(
      String name, String type, String about, List<String> members, boolean ofMails) {}

  private Answer list(Call call) {
    call.query();
    List<ShownOwn> own =
        transactions.call(
            call.tenant(),
            tx ->
                templates.current(tx).stream()
                    .map(
                        t ->
                            new ShownOwn(
                                t.language(),
                                t.kind(),
                                t.form().wireName(),
                                t.version(),
                                t.madeAt(),
                                t.madeBy()))
                    .toList());
    return Answer.ok(
        new Overview(
            Phrases.LANGUAGES,
            MessageKind.ALL.stream()
                .map(k -> new ShownKind(k.name(), k.inherits().orElse(null), k.about()))
                .toList(),
            List.of(Form.values()).stream()
                .map(f -> new ShownForm(f.wireName(), f.about(), f.longestSource(), f.longest()))
                .toList(),
            own));
  }

  private Answer variables(Call call) {
    call.query();
    return Answer.ok(
        Map.of(
            "items",
            Variable.ALL.stream()
                .map(
                    v ->
                        new ShownVariable(
                            v.name(), v.type().wireName(), v.about(), v.members(), v.ofMails()))
                .toList()));
  }

  private Answer get(Call call) {
    Templates.Key key = key(call);
    return Answer.versioned(
        transactions.call(call.tenant(), tx -> shown(key, templates.latest(tx, key))));
  }

  private static Shown shown(Templates.Key key, Optional<StoredTemplate> latest) {
    String shipped = Templates.shippedSource(key.language(), key.kind(), key.form());
    String own = latest.map(StoredTemplate::source).orElse(null);
    return new Shown(
        key.language(),
        key.kind(),
        key.form().wireName(),
        own == null ? "shipped" : "own",
        own == null ? shipped : own,
        shipped,
        latest.map(StoredTemplate::version).orElse(0));
  }

  private Answer put(Call call) {
    Templates.Key key = key(call);
    int version = call.expectedVersion();
    Body body = call.body().only("source");
    String source = source(body, key.form());
    body.throwIfFaulty();
    return write(call, key, version, source);
  }

  private Answer revert(Call call) {
    Templates.Key key = key(call);
    int expected = call.expectedVersion();
    Body body = call.body().only("version");
    var wanted = body.present("version");
    if (wanted == null || !wanted.isInt()) {
      body.fault("/version", "must be the number of a version; GET …/versions lists them");
    }
    body.throwIfFaulty();
    int number = wanted == null ? 0 : wanted.intValue();
    if (number == 0) {
      return write(call, key, expected, null);
    }
    StoredTemplate earlier =
        transactions.call(
            call.tenant(),
            tx ->
                templates.versions(tx, key).stream()
                    .filter(t -> t.version() == number)
                    .findFirst()
                    .orElseThrow(
                        () ->
                            Fault.invalid(
                                "/version",
                                "/version " + number + " is not one of this template")));
    return write(call, key, expected, earlier.source());
  }

  private Answer delete(Call call) {
    Templates.Key key = key(call);
    transactions.call(call.tenant(), tx -> remove(tx, call, key));
    return Answer.noContent();
  }

  private StoredTemplate remove(Tx tx, Call call, Templates.Key key) {
    templates.lock(tx, clock.instant());
    StoredTemplate there =
        templates
            .latest(tx, key)
            .filter(t -> t.source() != null)
            .orElseThrow(() -> Fault.notFound("there is no template of your own for " + key));
    templates.insert(tx, key, there.version() + 1, null, clock.instant(), call.author());
    call.audit(tx, Audit.Change.delete(subject(), shown(key, Optional.of(there))));
    return there;
  }

  private Answer write(Call call, Templates.Key key, int version, @Nullable String source) {
    return Answer.versioned(
        transactions.call(call.tenant(), tx -> write(tx, call, key, version, source)));
  }

  private Shown write(Tx tx, Call call, Templates.Key key, int version, @Nullable String source) {
    templates.lock(tx, clock.instant());
    Shown before = shown(key, templates.latest(tx, key));
    if (before.version() != version) {
      throw Constraints.overtaken();
    }
    if (before.origin().equals("shipped") && templates.current(tx).size() >= MOST) {
      throw Fault.of(
          Fault.Kind.INVALID,
          "there are " + MOST + " templates of your own, which is the limit: remove one");
    }
    templates.insert(tx, key, version + 1, source, clock.instant(), call.author());
    Shown after = shown(key, templates.latest(tx, key));
    call.audit(tx, Audit.Change.update(subject(), before, after));
    return after;
  }

  /** A template of the tenant's own. */
  public record Own(String language, String kind, String form, String source, int version) {}

  /** Those in force, in all languages. */
  public List<Own> own(Tx tx) {
    return templates.current(tx).stream()
        .map(
            t ->
                new Own(
                    t.language(),
                    t.kind(),
                    t.form().wireName(),
                    String.valueOf(t.source()),
                    t.version()))
        .toList();
  }

  /**
   * Writes a template of the tenant's own. Its body has what the path of a request says, too.
   *
   * @param version that it must still have; null: there is none yet
   * @throws Fault INVALID with all faults of the body
   */
  public void write(Tx tx, Call call, @Nullable Integer version, Body body) {
    body.only("language", "message", "form", "source");
    Templates.Key key = key(body);
    String source = key == null ? "" : source(body, key.form());
    body.throwIfFaulty();
    if (key == null) {
      throw new IllegalStateException("a template without a key has faults");
    }
    Optional<StoredTemplate> latest = templates.latest(tx, key);
    if (version == null && latest.filter(t -> t.source() != null).isPresent()) {
      throw Constraints.overtaken();
    }
    int before = version == null ? latest.map(StoredTemplate::version).orElse(0) : version;
    write(tx, call, key, before, source);
  }

  /** From then on the shipped one is used. */
  public void remove(Tx tx, Call call, Own own) {
    remove(tx, call, new Templates.Key(own.language, own.kind, Form.named(own.form).orElseThrow()));
  }

  private static Templates.@Nullable Key key(Body body) {
    String language = body.requiredText("language", 3);
    Optional<MessageKind> kind = MessageKind.named(body.requiredText("message", 100));
    Optional<Form> form = Form.named(body.requiredText("form", 100));
    if (!isLanguage(language)) {
      body.fault("/language", NO_LANGUAGE);
    }
    if (kind.isEmpty()) {
      body.fault("/message", NO_KIND);
    }
    if (form.isEmpty()) {
      body.fault("/form", NO_FORM);
    }
    return kind.isEmpty() || form.isEmpty()
        ? null
        : new Templates.Key(language, kind.get().name(), form.get());
  }

  static boolean isLanguage(String text) {
    return text.matches("[a-z]{2,3}");
  }

  private static Audit.Subject subject() {
    return new Audit.Subject("message_template", null);
  }

  private Answer versions(Call call) {
    call.query();
    Templates.Key key = key(call);
    return Answer.ok(
        Map.of(
            "items",
            transactions.call(
                call.tenant(),
                tx -> templates.versions(tx, key).stream().map(ShownVersion::of).toList())));
  }

  /**
   * @param text what the form becomes
   * @param faults why the shipped template would be used in place of one of the tenant's
   */
  record Preview(String text, int length, List<String> faults) {}

  private Answer preview(Call call) {
    Templates.Key key = key(call);
    Body body = call.body().only("source", "incident");
    String source = body.has("source") ? source(body, key.form()) : null;
    String incident = body.text("incident", 200);
    body.throwIfFaulty();
    if (incident != null) {
      call.require(Permission.INCIDENT_READ, null);
    }
    Wording wording =
        transactions.call(
            call.tenant(),
            tx -> {
              Map<Templates.Key, OwnTemplate> own = new HashMap<>();
              for (StoredTemplate t : templates.current(tx)) {
                own.put(
                    new Templates.Key(t.language(), t.kind(), t.form()),
                    OwnTemplate.of(t.form(), String.valueOf(t.source()), t.version()));
              }
              if (source != null) {
                own.put(key, OwnTemplate.of(key.form(), source, 0));
              }
              return new Wording(
                  told(tx, key.kind(), incident), Templates.in(key.language(), "en", own));
            });
    String text = computations.of(call.tenant()).call(() -> wording.preview(key.form()));
    return Answer.ok(new Preview(text, text.length(), wording.faults()));
  }

  private ReceiverFacts told(Tx tx, String kind, @Nullable String incident) {
    String base =
        publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
    if (incident == null) {
      return Samples.of(kind, "your tenant", base, clock.instant());
    }
    UUID id =
        incidents
            .find(tx, incident.strip())
            .orElseThrow(
                () -> Fault.invalid("/incident", "/incident there is no incident " + incident));
    String payload =
        templates
            .lastMessage(tx, id)
            .orElseThrow(
                () ->
                    Fault.invalid(
                        "/incident",
                        "/incident nobody has been notified of it yet; leave it out for a sample"));
    return Samples.of(
        kind, Json.read(payload, PageContent.class), Json.read(payload, Folded.class), base);
  }

  private static String source(Body body, Form form) {
    String source = body.text("source", form.longestSource());
    if (source == null || source.isBlank()) {
      body.fault("/source", "is missing; send the text of a template, or DELETE your own");
      return "";
    }
    try {
      MessageTemplate.compile(form, source);
    } catch (InvalidTemplateException e) {
      body.fault("/source", "cannot be used: " + e.getMessage());
    }
    return source;
  }

  private static Templates.Key key(Call call) {
    String language = call.path("language");
    if (!isLanguage(language)) {
      throw Fault.notFound("the language in the path " + NO_LANGUAGE);
    }
    MessageKind kind =
        MessageKind.named(call.path("kind")).orElseThrow(() -> Fault.notFound(NO_KIND));
    Form form = Form.named(call.path("form")).orElseThrow(() -> Fault.notFound(NO_FORM));
    return new Templates.Key(language, kind.name(), form);
  }
}
