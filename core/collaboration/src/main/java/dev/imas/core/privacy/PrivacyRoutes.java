package dev.imas.core.privacy;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.FileBody;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.TimeKey;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.privacy.PrivacyRequest.State;
import dev.imas.core.user.UserRepository;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /privacy/requests}, and {@code /me/export}: what people ask about their data. */
final class PrivacyRoutes {

  private static final String ALL = "/privacy/requests";
  private static final String ONE = ALL + "/{id}";
  private static final String OWN = "/me/export";
  private static final int LONGEST = 2_000;
  private static final int LONGEST_EMAIL = 255;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Transactions transactions;
  private final UserRepository users = new UserRepository();
  private final PrivacyRepository repository;
  private final PrivacyViewRepository views = new PrivacyViewRepository();
  private final PersonExportRepository exports;
  private final PrivacyCommands commands;

  PrivacyRoutes(
      Transactions transactions,
      PrivacyRepository repository,
      PersonExportRepository exports,
      PrivacyCommands commands) {
    this.transactions = transactions;
    this.repository = repository;
    this.exports = exports;
    this.commands = commands;
  }

  void mount(Api api) {
    api.get(ALL, Permission.PRIVACY_MANAGE, this::list);
    api.post(ALL, Permission.PRIVACY_MANAGE, this::open);
    api.get(ONE, Permission.PRIVACY_MANAGE, this::get);
    api.get(ONE + "/findings", Permission.PRIVACY_MANAGE, this::findings);
    api.post(ONE + "/extension", Permission.PRIVACY_MANAGE, this::extend);
    api.post(ONE + "/closing", Permission.PRIVACY_MANAGE, this::close);
    api.post(ONE + "/confirmation", Permission.PRIVACY_MANAGE, this::confirm);
    api.get(ONE + "/export", Permission.PRIVACY_MANAGE, this::download);
    api.get(OWN, Permission.SELF_EDIT, this::own);
    api.post(OWN, Permission.SELF_EDIT, this::askForOwn);
    api.get(OWN + "/file", Permission.SELF_EDIT, this::downloadOwn);
  }

  private Answer list(Call call) {
    Query query = call.query("state", "cursor", "limit");
    String[] states = states(query.text("state"));
    ListRange range = query.paging();
    TimeKey after = range.afterTime();
    Instant now = commands.now();
    return Answer.page(
        transactions.call(
            call.tenant(),
            tx ->
                views.views(
                    tx,
                    repository.list(
                        tx,
                        states,
                        after == null ? null : after.at(),
                        after == null ? null : after.id(),
                        range.fetch()),
                    now)),
        range,
        view -> new TimeKey(view.receivedAt(), view.id()));
  }

  private static String @Nullable [] states(@Nullable String state) {
    if (state == null || state.equals("all")) {
      return null;
    }
    return switch (state) {
      case "open" -> new String[] {State.OPEN.wireName(), State.ERASING.wireName()};
      case "closed" ->
          new String[] {
            State.DONE.wireName(), State.REFUSED.wireName(), State.WITHDRAWN.wireName()
          };
      default -> throw Query.fault("state", "state must be open, closed or all");
    };
  }

  private Answer open(Call call) {
    Body body = call.body().only("kind", "user", "email", "received_at", "note");
    String named = body.requiredText("kind", 40);
    RequestKind kind = RequestKind.named(named).orElse(RequestKind.ACCESS);
    if (!named.isEmpty() && !kind.wireName().equals(named)) {
      body.fault("/kind", "must be one of " + RequestKind.names());
    }
    Reference user = body.reference("user");
    String email = body.text("email", LONGEST_EMAIL, "").strip();
    if ((user == null) == email.isEmpty()) {
      body.fault("/user", "send either user, or email for somebody who is no user");
    } else if (user == null && !email.contains("@")) {
      body.fault("/email", "is no email address");
    }
    Instant now = commands.now();
    Instant received = body.time("received_at");
    if (received != null && received.isAfter(now)) {
      body.fault("/received_at", "is in the future");
    }
    String note = body.text("note", LONGEST, "");
    return transactions.call(
        call.tenant(),
        tx -> {
          body.throwIfFaulty();
          PrivacyRequest made =
              commands.open(
                  tx,
                  call,
                  kind,
                  user(tx, user),
                  user == null ? email : null,
                  received == null ? now : received,
                  note);
          return Answer.created(ALL + "/" + made.id(), view(tx, made));
        });
  }

  private @Nullable UUID user(Tx tx, @Nullable Reference user) {
    return user == null
        ? null
        : users
            .findId(tx, user)
            .await()
            .orElseThrow(
                () ->
                    Fault.invalid("/user", "/user: there is no user '" + user + "'; name another"));
  }

  private PrivacyRequestView view(Tx tx, PrivacyRequest request) {
    return views.views(tx, List.of(request), commands.now()).getFirst();
  }

  private Answer get(Call call) {
    call.query();
    UUID id = call.pathId("id");
    return Answer.versioned(
        transactions.call(call.tenant(), tx -> view(tx, commands.locked(tx, id))));
  }

  /** A dry run while the request is open; later what there was to read. */
  private Answer findings(Call call) {
    call.query();
    UUID id = call.pathId("id");
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              PrivacyRequest request = commands.locked(tx, id);
              return request.pseudonym() == null
                  ? views.live(tx, request)
                  : views.kept(tx, request);
            }));
  }

  private Answer change(Call call, Body body, BiFunction<Tx, UUID, PrivacyRequest> doing) {
    UUID id = call.pathId("id");
    return transactions.call(
        call.tenant(),
        tx -> {
          commands.locked(tx, id);
          body.throwIfFaulty();
          return Answer.versioned(view(tx, doing.apply(tx, id)));
        });
  }

  private Answer extend(Call call) {
    Body body = call.body().only("reason");
    String reason = body.requiredText("reason", LONGEST);
    return change(call, body, (tx, id) -> commands.extend(tx, call, id, reason));
  }

  private Answer close(Call call) {
    Body body = call.body().only("outcome", "note", "sha256");
    String named = body.requiredText("outcome", 40);
    State outcome =
        switch (named) {
          case "refused" -> State.REFUSED;
          case "withdrawn" -> State.WITHDRAWN;
          default -> State.DONE;
        };
    if (!named.isEmpty() && !outcome.wireName().equals(named)) {
      body.fault("/outcome", "must be done, refused or withdrawn");
    }
    String note = body.requiredText("note", LONGEST);
    String sha256 = body.text("sha256", 64);
    if (sha256 != null && !SHA256.matcher(sha256).matches()) {
      body.fault("/sha256", "must be 64 hexadecimal digits in lower case");
    }
    return change(call, body, (tx, id) -> commands.close(tx, call, id, outcome, note, sha256));
  }

  private Answer confirm(Call call) {
    Body body = call.body().only();
    return change(call, body, (tx, id) -> commands.confirm(tx, call, id));
  }

  private Answer download(Call call) {
    call.query();
    UUID id = call.pathId("id");
    return transactions.call(call.tenant(), tx -> file(tx, call, commands.locked(tx, id)));
  }

  private Answer file(Tx tx, Call call, PrivacyRequest request) {
    if (!request.hasExport(commands.now())) {
      throw Fault.conflict(
          "the request has no export, or no longer; ask for access anew to have one written");
    }
    Buffer content = exports.content(tx, request.id());
    call.audit(
        tx,
        new Audit.Change(
            PrivacyCommands.subject(request.id()),
            "download",
            null,
            Map.of("sha256", Objects.requireNonNull(request.proofSha256()))));
    return Answer.ok(new FileBody("export-" + request.id() + ".zip", "application/zip", content));
  }

  private PrivacyRequest ownRequest(Tx tx, Call call) {
    return repository
        .own(tx, call.self().id())
        .orElseThrow(() -> Fault.notFound("you have not asked for an export yet"));
  }

  private Answer own(Call call) {
    call.query();
    return Answer.versioned(transactions.call(call.tenant(), tx -> view(tx, ownRequest(tx, call))));
  }

  private Answer askForOwn(Call call) {
    Body body = call.body().only();
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID self = call.self().id();
          body.throwIfFaulty();
          PrivacyRequest made =
              commands.open(tx, call, RequestKind.ACCESS, self, null, commands.now(), "");
          return Answer.created(OWN, view(tx, made));
        });
  }

  private Answer downloadOwn(Call call) {
    call.query();
    return transactions.call(call.tenant(), tx -> file(tx, call, ownRequest(tx, call)));
  }
}
