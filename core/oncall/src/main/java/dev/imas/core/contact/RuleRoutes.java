package dev.imas.core.contact;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.Permission;
import dev.imas.core.catalog.QuietHours;
import dev.imas.core.catalog.QuietHoursBody;
import dev.imas.core.contact.RuleRepository.Named;
import dev.imas.core.contact.RuleRepository.NewRule;
import dev.imas.core.contact.RuleRepository.Preferences;
import dev.imas.core.contact.UserContactRepository.ContactView;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Part;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.user.AccountAccess;
import dev.imas.core.user.OwnPassword;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /users/{id}/notification-rules}: when a person is told of pages, and by what. People
 * change their own, administrators everybody's.
 */
public final class RuleRoutes {

  private static final int MOST_RULES = 20;
  private static final Duration LONGEST = Duration.ofHours(24);

  /** As the API has them. */
  record Shown(List<ShownRule> rules, QuietHoursBody.@Nullable Shown quietHours, int version)
      implements Versioned {

    static Shown of(Preferences stored) {
      QuietHours quiet = stored.quiet();
      return new Shown(
          stored.rules().stream()
              .map(r -> new ShownRule(r.urgency().wireName(), r.after().toString(), r.contact()))
              .toList(),
          quiet == null ? null : QuietHoursBody.Shown.of(quiet, null),
          stored.version());
    }
  }

  record ShownRule(String urgency, String after, Named contact) {}

  /**
   * @param at the pointer to the rule
   */
  private record Draft(String at, Urgency urgency, Duration after, Reference contact) {}

  private final Transactions transactions;
  private final RuleRepository rules = new RuleRepository();
  private final UserContactRepository contacts = new UserContactRepository();
  private final Owner owner = new Owner();
  private final AccountAccess access = new AccountAccess();
  private final OwnPassword password;

  /**
   * @param password asks people for theirs
   */
  public RuleRoutes(Transactions transactions, OwnPassword password) {
    this.transactions = transactions;
    this.password = password;
  }

  public void mount(Api api) {
    api.get("/users/{id}/notification-rules", Permission.SELF_EDIT, this::get);
    api.put("/users/{id}/notification-rules", Permission.SELF_EDIT, this::put);
  }

  private Answer get(Call call) {
    Reference user = call.reference("id");
    return Answer.versioned(
        transactions.call(call.tenant(), tx -> Shown.of(rules.read(tx, owner.of(tx, call, user)))));
  }

  private Answer put(Call call) {
    Reference user = call.reference("id");
    int version = call.expectedVersion();
    Body body = call.body();
    boolean sent = password.isIn(call, body);
    return Answer.versioned(
        transactions.call(
            call.tenant(), tx -> write(tx, call, owner.of(tx, call, user), version, body, sent)));
  }

  /** What a person wants to be told of, and by what. */
  public Versioned read(Tx tx, UUID user) {
    return Shown.of(rules.read(tx, user));
  }

  /**
   * Replaces it.
   *
   * @param version that it must still have
   */
  public Versioned write(Tx tx, Call call, UUID user, int version, Body body) {
    return write(tx, call, user, version, body, false);
  }

  private Versioned write(
      Tx tx, Call call, UUID user, int version, Body body, boolean passwordSent) {
    if (access.require(tx, call, user)) {
      password.requireOrLogIn(tx, call, passwordSent);
    }
    body.only("rules", "quiet_hours", "version", OwnPassword.MEMBER);
    List<Draft> drafts = drafts(body);
    QuietHours quiet = QuietHoursBody.read(body);
    body.throwIfFaulty();
    contacts.lock(tx, user);
    Preferences before = rules.read(tx, user);
    if (before.version() != version) {
      throw Constraints.overtaken();
    }
    rules.write(tx, user, resolved(tx, user, drafts), quiet, version + 1);
    Shown after = Shown.of(rules.read(tx, user));
    call.audit(
        tx,
        Audit.Change.update(
            new Audit.Subject("notification_rules", user),
            audited(Shown.of(before)),
            audited(after)));
    return after;
  }

  /** Without the names of contacts, so that a person can be forgotten. */
  private static Object audited(Shown shown) {
    record Rule(String urgency, String after, UUID contact) {}
    record Kept(List<Rule> rules, QuietHoursBody.@Nullable Shown quietHours, int version) {}
    return new Kept(
        shown.rules.stream().map(r -> new Rule(r.urgency, r.after, r.contact.id())).toList(),
        shown.quietHours,
        shown.version);
  }

  private List<NewRule> resolved(Tx tx, UUID user, List<Draft> drafts) {
    List<ContactView> own = contacts.list(tx, user, null, 100);
    List<NewRule> resolved = new ArrayList<>();
    Set<String> told = new HashSet<>();
    for (Draft draft : drafts) {
      List<UUID> named =
          own.stream()
              .filter(
                  c ->
                      c.id().equals(draft.contact.id())
                          || c.name().equalsIgnoreCase(draft.contact.text()))
              .map(ContactView::id)
              .toList();
      if (named.size() != 1) {
        throw Fault.invalid(
            draft.at + "/contact",
            draft.at
                + "/contact names "
                + (named.isEmpty() ? "no contact of the person" : "several contacts; use an id"));
      }
      if (!told.add(draft.urgency + " " + named.getFirst())) {
        throw Fault.invalid(
            draft.at + "/contact",
            draft.at
                + "/contact has a rule of this urgency already; a policy repeats its steps, a rule"
                + " does not");
      }
      resolved.add(new NewRule(draft.urgency, resolved.size(), draft.after, named.getFirst()));
    }
    return resolved;
  }

  private static List<Draft> drafts(Body body) {
    List<Draft> drafts = new ArrayList<>();
    JsonNode list = body.present("rules");
    if (list == null || !list.isArray() || list.size() > MOST_RULES) {
      body.fault("/rules", "must be a list of at most " + MOST_RULES + " rules");
      return drafts;
    }
    for (int i = 0; i < list.size(); i++) {
      Part part = Part.of(list.get(i), "/rules/" + i, body::fault);
      if (part != null) {
        Draft draft = draft(part.only("urgency", "after", "contact"));
        if (draft != null) {
          drafts.add(draft);
        }
      }
    }
    return drafts;
  }

  private static @Nullable Draft draft(Part part) {
    Urgency urgency = required(part, "urgency", "high or low", Urgency::named);
    Duration after =
        required(
            part,
            "after",
            "an ISO 8601 duration of whole seconds from PT0S to PT24H, such as PT3M",
            RuleRoutes::duration);
    String contact = required(part, "contact", "the id or name of a contact", text -> text.strip());
    return urgency == null || after == null || contact == null
        ? null
        : new Draft(part.at(), urgency, after, Reference.of(contact));
  }

  private static <T> @Nullable T required(
      Part part, String member, String expected, Function<String, T> parse) {
    if (!part.has(member)) {
      part.fault(member, "must be " + expected);
      return null;
    }
    return part.value(member, expected, parse);
  }

  private static Duration duration(String text) {
    Duration duration = Duration.parse(text);
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0 || duration.getNano() != 0) {
      throw new IllegalArgumentException("out of bounds");
    }
    return duration;
  }
}
