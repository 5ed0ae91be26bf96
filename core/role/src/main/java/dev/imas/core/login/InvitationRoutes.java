package dev.imas.core.login;

import dev.imas.core.http.CallerLimits;
import dev.imas.core.http.SmallBody;
import dev.imas.core.http.TrustedProxies;
import dev.imas.core.link.GuessedPages;
import dev.imas.core.link.PlainPage;
import dev.imas.core.login.RegisterRoutes.Invited;
import dev.imas.core.password.GuessLimits;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.HttpRoutes;
import dev.imas.core.platform.InvitationLink;
import dev.imas.core.platform.RequestIds;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * {@code /i/<code>}: the page behind the link of an invitation. Only a POST uses the code up, so
 * scanners of mail may open it. Nothing here writes the code anywhere.
 */
final class InvitationRoutes {

  private static final String PATH = InvitationLink.PATH + "{code}";
  private static final int MOST_BYTES = 4_096;

  private static final PlainPage GONE =
      PlainPage.of(
          404,
          "This invitation does not work",
          "<h1>This invitation does not work</h1><p>It was used, has expired, or never was one. Ask"
              + " an administrator for another.</p>");

  private final RegisterRoutes register;
  private final GuessLimits guesses;
  private final GuessedPages pages;

  /**
   * @param threads where handlers may await
   */
  InvitationRoutes(
      RegisterRoutes register, GuessLimits guesses, CallerLimits limits, Executor threads) {
    this.register = register;
    this.guesses = guesses;
    this.pages = new GuessedPages(limits, threads);
  }

  void mount(Router router) {
    HttpRoutes.get(router, PATH, context -> pages.answer(context, () -> show(code(context))));
    router
        .route(HttpMethod.POST, InvitationLink.PATH + ":code")
        .putMetadata("path", PATH)
        .handler(this::choose);
  }

  private static String code(RoutingContext context) {
    return Objects.requireNonNull(context.pathParam("code"));
  }

  private static String address(RoutingContext context) {
    return TrustedProxies.callerOf(context);
  }

  private void choose(RoutingContext context) {
    SmallBody.read(context.request(), MOST_BYTES)
        .onSuccess(
            body ->
                pages.answer(
                    context,
                    () -> {
                      String password = SmallBody.form(body).getOrDefault("password", "");
                      return choose(
                          code(context), password, address(context), RequestIds.of(context));
                    }))
        .onFailure(context::fail);
  }

  private PlainPage show(String code) {
    return register.invited(code).map(invited -> question(200, invited, null)).orElse(GONE);
  }

  private PlainPage choose(
      String code, String password, String address, @Nullable String requestId) {
    guesses.attempt(address);
    Optional<Invited> invited = register.invited(code);
    if (invited.isEmpty()) {
      return GONE;
    }
    try {
      register.choose(invited.get(), code, password, address, requestId);
    } catch (Fault fault) {
      return switch (fault.kind()) {
        case INVALID -> question(422, invited.get(), fault.detail());
        case UNAUTHENTICATED -> GONE;
        default -> throw fault;
      };
    }
    return PlainPage.of(
        200,
        "Welcome to IMAS",
        "<h1>Your password is set</h1><p><a href=\"../login\">Log in</a> as <b>"
            + PlainPage.escape(invited.get().username())
            + "</b>.</p>");
  }

  private static PlainPage question(int status, Invited invited, @Nullable String fault) {
    String said =
        fault == null
            ? ""
            : "<p class=\"said\" role=\"alert\">" + PlainPage.escape(fault) + ".</p>";
    return PlainPage.of(
        status,
        "Choose your password",
        said
            + "<h1>Choose your password</h1><p>For the account <b>"
            + PlainPage.escape(invited.username())
            + "</b>. Four words that do not belong together are a good one.</p>"
            + "<form method=\"post\"><p><label>Password <input type=\"password\" name=\"password\""
            + " autocomplete=\"new-password\" required></label></p>"
            + "<button>Set the password</button></form>");
  }
}
