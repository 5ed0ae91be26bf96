package dev.imas.core.login;

import dev.imas.core.message.InvitationLink;
import dev.imas.core.platform.HttpRoutes;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/**
 * {@code /i/<code>}: the link that earlier versions mailed. It goes on to the dashboard's page,
 * with the code behind the "#", which browsers send to nobody.
 */
final class InvitationRoutes {

  private static final String PATH = "/i/{code}";

  private InvitationRoutes() {}

  static void mount(Router router) {
    HttpRoutes.get(router, PATH, InvitationRoutes::goOn);
  }

  private static void goOn(RoutingContext context) {
    String code = Objects.requireNonNull(context.pathParam("code"));
    // Of a code only: nothing else may get into a header.
    String known = code.matches("[A-Za-z0-9_-]{1,200}") ? code : "";
    context
        .response()
        .setStatusCode(302)
        .putHeader("location", ".." + InvitationLink.PATH + known)
        .putHeader("referrer-policy", "no-referrer")
        .putHeader("cache-control", "no-store")
        .end();
  }
}
