package dev.imas.core.login;

import dev.imas.core.http.Answer;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.SessionCookies;
import dev.imas.core.login.Sessions.Tokens;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a client gets when a session begins or goes on: tokens, or cookies that have them. */
final class SessionAnswer {

  /** As long after its end a session still makes a device known. */
  static final Duration DEVICE_KNOWN = Duration.ofDays(90);

  private final SessionConfig config;

  SessionAnswer(SessionConfig config) {
    this.config = config;
  }

  /** How the client wants to keep its tokens. Adds a fault if a browser would not. */
  SessionUse use(Call call, Body body) {
    if (!body.flag("cookie", false)) {
      return SessionUse.BEARER;
    }
    call.mustBeOfOwnPages();
    if (!call.keepsCookies()) {
      body.fault(
          "/cookie",
          "is true, but over plain http a browser drops the cookies; open IMAS at an https address,"
              + " whose proxy sends X-Forwarded-Proto: https, or at http://localhost, or leave"
              + " cookie out and keep the tokens");
    }
    return SessionUse.COOKIE;
  }

  Answer of(Tokens tokens) {
    return of(tokens, Map.of());
  }

  /**
   * @param more members of the answer
   */
  Answer of(Tokens tokens, Map<String, Object> more) {
    Map<String, Object> body = new LinkedHashMap<>();
    String csrf = tokens.csrf();
    if (csrf == null) {
      body.put("access_token", tokens.access());
      body.put("token_type", "Bearer");
      body.put("refresh_token", tokens.refresh().text());
    } else {
      body.put("csrf_token", csrf);
    }
    body.put("expires_in", config.access().toSeconds());
    body.put("refresh_expires_at", tokens.until());
    body.put("session", tokens.session());
    body.put("user", tokens.user());
    body.putAll(more);
    return csrf == null ? Answer.ok(body) : Answer.ok(body).withCookies(cookies(tokens, csrf));
  }

  private List<String> cookies(Tokens tokens, String csrf) {
    return List.of(
        SessionCookies.of(SessionCookies.ACCESS, tokens.access(), config.access()),
        SessionCookies.of(SessionCookies.REFRESH, tokens.refresh().text(), config.refresh()),
        SessionCookies.of(SessionCookies.CSRF, csrf, config.refresh()),
        SessionCookies.none(SessionCookies.DEVICE));
  }

  /** Removes the cookies. The last token stays, to show that the device is known. */
  static Answer loggedOut(RefreshToken last) {
    return Answer.noContent()
        .withCookies(
            List.of(
                SessionCookies.none(SessionCookies.ACCESS),
                SessionCookies.none(SessionCookies.REFRESH),
                SessionCookies.none(SessionCookies.CSRF),
                SessionCookies.of(SessionCookies.DEVICE, last.text(), DEVICE_KNOWN)));
  }
}
