package dev.imas.core.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Json;
import dev.imas.core.room.TimelineMessages;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands that operators register for their app are those that IMAS reads (COL-15). */
class DiscordCommandsTest {

  private static final DiscordVendor VENDOR = new DiscordVendor();

  private static JsonNode commands() throws IOException {
    return Json.read(
        Files.readString(Path.of("../../docs/channels/discord-commands.json")), JsonNode.class);
  }

  /** As Discord sends it when a person has filled in every option, the last one first. */
  private static Heard heard(JsonNode command, List<JsonNode> path) {
    ObjectNode data = Json.MAPPER.createObjectNode();
    data.put("id", "1").put("name", command.path("name").asText());
    data.put("type", command.path("type").asInt());
    ObjectNode at = data;
    for (JsonNode sub : path) {
      ObjectNode inner = at.putArray("options").addObject();
      inner.put("type", 1).put("name", sub.path("name").asText());
      at = inner;
    }
    JsonNode last = path.isEmpty() ? command : path.getLast();
    ArrayNode filled = at.putArray("options");
    List<JsonNode> options = new ArrayList<>();
    last.path("options").forEach(options::add);
    for (JsonNode option : options.reversed()) {
      ObjectNode one = filled.addObject();
      one.put("type", option.path("type").asInt()).put("name", option.path("name").asText());
      if (option.path("type").asInt() == 5) {
        one.put("value", true);
      } else {
        one.put("value", option.path("name").asText().equals("incident") ? "7F3KX" : "some words");
      }
    }
    ObjectNode interaction = Json.MAPPER.createObjectNode();
    interaction.put("id", "99").put("type", 2);
    interaction.putObject("member").putObject("user").put("id", "81");
    interaction.set("data", data);
    return VENDOR.hear(
        new Posted(
            "interactions",
            MultiMap.caseInsensitiveMultiMap(),
            Buffer.buffer(interaction.toString()),
            List.of()));
  }

  private static ChatCommand asked(Heard heard) {
    assertThat(heard).isInstanceOf(Heard.Asked.class);
    return ((Heard.Asked) heard).command();
  }

  private static ChatCommand asked(String subcommand) throws IOException {
    JsonNode imas = commands().get(0);
    for (JsonNode option : imas.get("options")) {
      if (option.get("name").asText().equals(subcommand)) {
        return asked(heard(imas, List.of(option)));
      }
    }
    throw new AssertionError("there is no " + subcommand);
  }

  @Test
  void eachIsReadWithItsOptionsInAnyOrder() throws IOException {
    assertThat(asked("ack"))
        .isEqualTo(
            new ChatCommand.Act(
                dev.imas.core.incident.IncidentReplies.Act.ACKNOWLEDGE, "INC-7F3KX", "some words"));
    assertThat(asked("resolve"))
        .isEqualTo(
            new ChatCommand.Act(
                dev.imas.core.incident.IncidentReplies.Act.RESOLVE, "INC-7F3KX", "some words"));
    assertThat(asked("escalate"))
        .isEqualTo(
            new ChatCommand.Act(
                dev.imas.core.incident.IncidentReplies.Act.ESCALATE, "INC-7F3KX", null));
    assertThat(asked("status")).isEqualTo(new ChatCommand.Status("INC-7F3KX"));
    assertThat(asked("list")).isEqualTo(new ChatCommand.Newest(true));
    assertThat(asked("create")).isEqualTo(new ChatCommand.Create("some words"));
    assertThat(asked("oncall")).isEqualTo(new ChatCommand.OnCall("some words"));
    assertThat(asked("help")).isEqualTo(new ChatCommand.Help(""));
    assertThat(asked(heard(commands().get(1), List.of())))
        .isEqualTo(new ChatCommand.OnCall("some words"));
  }

  /** discord.com/developers, "Application Commands": names, lengths, required options first. */
  @Test
  void discordTakesThem() throws IOException {
    for (JsonNode command : commands()) {
      if (command.get("type").asInt() == 1) {
        isTaken(command);
      } else {
        assertThat(command.get("name").asText()).hasSizeBetween(1, 32);
        assertThat(command.path("description").asText()).isEmpty();
      }
    }
  }

  private static void isTaken(JsonNode named) {
    assertThat(named.get("name").asText()).matches("[-_a-z0-9]{1,32}");
    assertThat(named.get("description").asText()).hasSizeBetween(1, 100);
    assertThat(named.path("options").size()).isLessThanOrEqualTo(25);
    boolean optional = false;
    for (JsonNode option : named.path("options")) {
      boolean isRequired = option.path("required").asBoolean();
      assertThat(isRequired && optional).as("required after optional: %s", option).isFalse();
      optional |= !isRequired;
      isTaken(option);
    }
  }

  @Test
  void theLastOneTakesAMessage() throws IOException {
    JsonNode command = commands().get(2);
    assertThat(command.get("type").asInt()).isEqualTo(3);
    String interaction =
        """
        {"id":"99","application_id":"9","token":"t","type":2,"member":{"user":{"id":"81"}},"channel_id":"5","data":
         {"name":"%s","type":3,"target_id":"77","resolved":{"messages":{"77":
          {"id":"77","channel_id":"5","content":"It is the index","author":{"id":"82","username":"bob","global_name":null}}}}}}\
        """
            .formatted(command.get("name").asText());
    Heard heard =
        VENDOR.hear(
            new Posted(
                "interactions",
                MultiMap.caseInsensitiveMultiMap(),
                Buffer.buffer(interaction),
                List.of()));
    assertThat(heard)
        .isInstanceOfSatisfying(
            Heard.Marking.class,
            marking ->
                assertThat(marking.marked())
                    .isEqualTo(
                        new TimelineMessages.Marked(
                            "5", "77", null, "82", "bob", "It is the index")));
  }
}
