package dev.imas.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A core with people who have passwords. Hashing takes little, one may try often, and a password is
 * enough.
 */
public final class LoginScene implements AutoCloseable {

  public static final String PASSWORD = "vestibule ocelot quartz";

  public final RunningCore core;

  private LoginScene(RunningCore core) {
    this.core = core;
  }

  public static LoginScene start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("IMAS_CORE_PASSWORD_MEMORY", "1MiB");
    all.putIfAbsent("IMAS_CORE_LOGIN_RATE", "10000");
    all.putIfAbsent("IMAS_CORE_TOTP_REQUIRED_FROM", "nobody");
    return new LoginScene(RunningCore.start(all));
  }

  /** A user with the password that all have. */
  public String user(String name, String role) {
    Reply made =
        core.post(
            "/api/v1/users",
            "{\"username\":\"%1$s\",\"email\":\"%1$s@example.org\",\"role\":\"%2$s\"}"
                .formatted(name, role));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    setPassword(name, PASSWORD);
    return made.json().get("id").asText();
  }

  public void setPassword(String name, String password) {
    Reply set =
        core.send(
            core.token,
            "PUT",
            "/api/v1/users/" + name + "/password",
            "{\"password\":\"" + password + "\"}");
    assertThat(set.status()).as("%s", set.json()).isEqualTo(204);
  }

  public Reply tryLogin(String name, String password, @Nullable String device) {
    String with = device == null ? "" : ",\"device\":\"" + device + "\"";
    return post(
        "/auth/login",
        "{\"username\":\"%s\",\"password\":\"%s\"%s}".formatted(name, password, with));
  }

  /** The answer of a log-in that works. */
  public JsonNode login(String name) {
    Reply reply = tryLogin(name, PASSWORD, null);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    return reply.json();
  }

  /** An access token of that user. */
  public String access(String name) {
    return login(name).get("access_token").asText();
  }

  public Reply refresh(String token) {
    return post("/auth/refresh", "{\"refresh_token\":\"" + token + "\"}");
  }

  /** Without any token. */
  public Reply post(String path, String json) {
    return core.send(null, "POST", "/api/v1" + path, json);
  }

  /** Reads with an access token. */
  public Reply get(String access, String path) {
    return core.send(access, "GET", "/api/v1" + path, null);
  }

  @Override
  public void close() {
    core.close();
  }
}
