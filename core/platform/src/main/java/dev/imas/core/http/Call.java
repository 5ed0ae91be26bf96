package dev.imas.core.http;

import dev.imas.core.access.Permission;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.RequestIds;
import dev.imas.core.platform.TrustedProxies;
import dev.imas.core.platform.Tx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An authenticated request whose body has been read. */
public final class Call {

  private static final Pattern ETAG = Pattern.compile("(?:W/)?\"(\\d{1,9})\"");

  private final RoutingContext context;
  private final Principal principal;
  private final Permission permission;
  private final Audit audit;

  /** Whether the handler has asked for its permission. Other threads may ask for it, too. */
  private volatile boolean asked;

  /**
   * @param permission of the route
   */
  Call(RoutingContext context, Principal principal, Permission permission, Audit audit) {
    this.context = context;
    this.principal = principal;
    this.permission = permission;
    this.audit = audit;
    this.asked = !permission.isNarrowable();
  }

  public Principal principal() {
    return principal;
  }

  /** Whether the caller has the permission everywhere in the tenant. */
  public boolean may(Permission wanted) {
    return may(wanted, null);
  }

  /**
   * Whether the caller has the permission for what that team owns.
   *
   * @param team as it was read in the transaction that acts on what it owns; null for no team
   */
  public boolean may(Permission wanted, @Nullable UUID team) {
    asked |= wanted == permission;
    return principal.may(wanted, team);
  }

  /**
   * Refuses the call unless the caller has the permission for what that team owns. A route whose
   * permission can be narrowed to a team must ask for it, or for {@link #may}, before it answers.
   *
   * @param team as it was read in the transaction that acts on what it owns; null for no team
   */
  public void require(Permission wanted, @Nullable UUID team) {
    if (!may(wanted, team)) {
      throw refusal(wanted);
    }
  }

  /**
   * Refuses the call unless the caller has the permission for some team, where nobody can say whose
   * row it is.
   */
  public void requireSomewhere(Permission wanted) {
    asked |= wanted == permission;
    if (!principal.mightHave(wanted)) {
      throw refusal(wanted);
    }
  }

  /** The fault of a caller without that permission. */
  public static Fault refusal(Permission wanted) {
    return Fault.of(
        Fault.Kind.FORBIDDEN,
        "this request needs the permission "
            + wanted.wireName()
            + (wanted.isNarrowable() ? " for the team that owns it" : "")
            + "; the role "
            + wanted.lowest().wireName()
            + " has it, or an administrator can grant it");
  }

  /** Whether that user makes this call, by a log-in or by a token. */
  public boolean isOf(UUID user) {
    Principal.Person person = principal.person();
    return person != null && person.id().equals(user);
  }

  /**
   * The user who is logged in and makes this call, for what changes their own account.
   *
   * @throws Fault FORBIDDEN for a user's token, CONFLICT for one of a program
   */
  public Principal.Person self() {
    Principal.Person person = principal.person();
    if (person == null) {
      throw Fault.conflict("this token belongs to no user, so it has no account; log in as a user");
    }
    refuseTokenOf(person.id());
    return person;
  }

  /**
   * Refuses a token of that user: it acts for its owner, and never on the owner's account.
   *
   * @throws Fault FORBIDDEN
   */
  public void refuseTokenOf(UUID user) {
    if (isOf(user) && principal.loggedIn() == null) {
      throw Fault.of(
          Fault.Kind.FORBIDDEN,
          "a token has no permission to change the account of its owner; log in, and do it then");
    }
  }

  /** The answer is one that this caller got before, when somebody asked. */
  void wasAnsweredBefore() {
    asked = true;
  }

  /** Fails if the route's permission can be narrowed and nobody has asked with whose row it is. */
  void mustHaveAsked() {
    if (!asked) {
      throw new IllegalStateException("nobody asked whether the caller has " + permission);
    }
  }

  public TenantId tenant() {
    return principal.tenant();
  }

  /** The name that the timeline shows as the author of what this call does. */
  public String author() {
    return principal.name();
  }

  public String path(String name) {
    String value = context.pathParam(name);
    return value == null ? "" : value;
  }

  /** A path parameter that is an id or a name. */
  public Reference reference(String name) {
    String text = path(name);
    if (text.isBlank() || text.indexOf('\0') >= 0) {
      throw Fault.notFound("the id or name in the path is empty or holds U+0000");
    }
    return Reference.of(text.strip());
  }

  /**
   * A path parameter that is an id. Anything but a UUID is answered 404, like another tenant's id.
   */
  public UUID pathId(String name) {
    try {
      return Query.strictUuid(path(name));
    } catch (IllegalArgumentException e) {
      throw Fault.notFound("there is no such thing as " + path(name));
    }
  }

  /** The query's parameters. Any other than {@code known} is refused. */
  public Query query(String... known) {
    return Query.of(context.queryParams(), List.of(known));
  }

  /** Method and path with its query, as they were sent. */
  public String operation() {
    return context.request().method() + " " + context.request().uri();
  }

  /** The address of the caller, past trusted proxies. */
  public String address() {
    return TrustedProxies.callerOf(context);
  }

  /** Who makes this call, from where. */
  public Audit.Origin origin() {
    String agent = header("user-agent");
    String via =
        agent != null && agent.startsWith("imas-cli") ? Audit.Origin.CLI : Audit.Origin.API;
    return new Audit.Origin(principal.actor(), via, address(), requestId());
  }

  /**
   * Records a change that this call makes, in the transaction of the change. Only on a virtual
   * thread.
   */
  public void audit(Tx tx, Audit.Change change) {
    audit.record(tx, origin(), change).await();
  }

  /** The id on the response and in the log. */
  public @Nullable String requestId() {
    return RequestIds.of(context);
  }

  public @Nullable String header(String name) {
    return context.request().getHeader(name);
  }

  /** The value of a cookie; null if there is none, or an empty one. */
  public @Nullable String cookie(String name) {
    return SessionCookies.valueOrNull(context.request(), name);
  }

  /**
   * @throws Fault FORBIDDEN if a browser says that another site's page makes this call
   */
  public void mustBeOfOwnPages() {
    SessionCookies.refuseOtherSites(context.request());
  }

  /** Whether a browser would keep a secure cookie that the answer sets. */
  public boolean keepsCookies() {
    return SessionCookies.areKept(context.request());
  }

  /** The body as it was sent, whatever it is. */
  public byte[] bytes() {
    Buffer buffer = context.body().buffer();
    return buffer == null ? new byte[0] : buffer.getBytes();
  }

  /**
   * @throws Fault BAD_REQUEST when it is not a JSON object; says at which byte
   */
  public Body body() {
    String type = header("content-type");
    byte[] bytes = bytes();
    if (bytes.length > 0 && !isJson(type)) {
      throw Fault.of(
          Fault.Kind.UNSUPPORTED_MEDIA_TYPE,
          "send Content-Type: application/json, not " + (type == null ? "none" : type));
    }
    return Body.parse(bytes);
  }

  /**
   * The version that the caller's update is based on, from If-Match.
   *
   * @throws Fault PRECONDITION_REQUIRED without If-Match, PRECONDITION_FAILED when it is not an
   *     ETag of this API
   */
  public int expectedVersion() {
    Integer version = expectedVersionOrNull();
    if (version == null) {
      throw Fault.of(
          Fault.Kind.PRECONDITION_REQUIRED,
          "send If-Match with the ETag that you read, so that no one else's change is lost");
    }
    return version;
  }

  /**
   * The same where the caller may leave it open; null without If-Match.
   *
   * @throws Fault PRECONDITION_FAILED when it is not an ETag of this API
   */
  public @Nullable Integer expectedVersionOrNull() {
    String match = header("if-match");
    if (match == null) {
      return null;
    }
    Matcher m = ETAG.matcher(match.strip());
    if (!m.matches()) {
      throw Fault.of(
          Fault.Kind.PRECONDITION_FAILED,
          "If-Match is not an ETag of this " + "resource; read it and send the ETag that it has");
    }
    return Integer.valueOf(m.group(1));
  }

  private static boolean isJson(@Nullable String type) {
    if (type == null) {
      return false;
    }
    int end = type.indexOf(';');
    String media = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    return media.equals("application/json")
        || (media.startsWith("application/") && media.endsWith("+json"));
  }
}
