package dev.imas.core.login;

import dev.imas.core.http.Answer;
import dev.imas.core.login.Sessions.Tokens;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a client gets when a session begins or goes on. */
final class SessionAnswer {

  private final SessionConfig config;

  SessionAnswer(SessionConfig config) {
    this.config = config;
  }

  Answer of(Tokens tokens) {
    return Answer.ok(members(tokens));
  }

  Map<String, Object> members(Tokens tokens) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", tokens.access());
    body.put("token_type", "Bearer");
    body.put("expires_in", config.access().toSeconds());
    body.put("refresh_token", tokens.refresh().text());
    body.put("refresh_expires_at", tokens.until());
    body.put("session", tokens.session());
    body.put("user", tokens.user());
    return body;
  }
}
