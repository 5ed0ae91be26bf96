package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.List;

/** A core's JSON API. Every answer is checked against the OpenAPI document. */
record CheckedApi(RunningCore core, ApiDocument document) {

  CheckedApi(RunningCore core) {
    this(core, new ApiDocument());
  }

  /** Posts, and checks the answer against the document's operation of that path. */
  Reply post(String path, String json) {
    return check("POST", path, send(path, json));
  }

  /**
   * Posts.
   *
   * @param json empty for no body
   */
  Reply send(String path, String json) {
    return core.send(core.token, "POST", "/api/v1" + path, json.isEmpty() ? null : json);
  }

  /**
   * @param path of the operation as the document names it
   */
  Reply check(String method, String path, Reply reply) {
    return document.check(method, path, reply);
  }

  static void assertProblem(Reply reply, int status) {
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(status);
    assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    JsonNode problem = reply.json();
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    for (String member : List.of("type", "title", "detail", "error", "code", "request_id")) {
      assertThat(problem.has(member)).as(member).isTrue();
    }
  }
}
