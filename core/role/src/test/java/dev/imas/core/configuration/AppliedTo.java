package dev.imas.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;

/** Applies documents to a core. Their JSON may have single quotes. */
final class AppliedTo {

  private final RunningCore core;

  AppliedTo(RunningCore core) {
    this.core = core;
  }

  static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"'), JsonNode.class);
  }

  /**
   * @param more members of the request, such as {@code ,'prune':true}
   */
  Reply post(String token, String documents, String more) {
    String body = "{'documents':[" + documents + "]" + more + "}";
    return core.send(token, "POST", "/api/v1/configuration", body.replace('\'', '"'));
  }

  Reply post(String documents, String more) {
    return post(core.token, documents, more);
  }

  JsonNode done(String documents, String more) {
    Reply reply = post(documents, more);
    assertThat(reply.status()).as("%s", reply.json().toPrettyString()).isEqualTo(200);
    return reply.json();
  }

  JsonNode done(String documents) {
    return done(documents, "");
  }

  /** A document of a user. */
  static String user(String name, String role) {
    return "{'kind':'user','key':'%s','username':'%s','email':'%s@example.org','role':'%s'}"
        .formatted(name, name, name, role);
  }

  static List<String> texts(JsonNode list, String member) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.path(member).asText()));
    return texts;
  }
}
