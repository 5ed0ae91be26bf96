package dev.imas.gateway.sender.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Json;
import dev.imas.core.profile.SenderProfile;
import dev.imas.core.profile.SenderProfile.Meaning;
import dev.imas.gateway.decode.Bodies;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.Element;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.SideEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A compiled profile reads what an interpreter over the parsed body reads. */
class ProfilePropertiesTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String[] NAMES = {"a", "b", "c", "list"};
  private static final String[] TEXTS = {
    "up", "down", "x:1", "x:1,y:2", " ", "", "{\"a\":\"in\",\"b\":{\"c\":1}}", "{broken", "[\"in\"]"
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 0})
  void compiledReadsWhatIsInterpreted(long seed) {
    long chosen = seed == 0 ? ThreadLocalRandom.current().nextLong() : seed;
    Random random = new Random(chosen);
    int profiles = 0;
    int alerts = 0;
    while (profiles < 300) {
      String text = profile(random);
      SenderProfile profile =
          SenderProfile.read(Json.read(text, JsonNode.class), (pointer, expected) -> {});
      if (profile == null) {
        continue; // Its pointers do not fit together.
      }
      profiles++;
      ProfileDecoder decoder = new ProfileDecoder("x", "nameless", profile);
      for (int i = 0; i < 20; i++) {
        JsonNode body = random.nextInt(6) == 0 ? list(random, 3) : object(random, 3);
        List<ProfileInterpreter.Read> expected = ProfileInterpreter.read(profile, body);
        List<ProfileInterpreter.Read> read = read(decoder, body);
        // A body of which no element can be read is refused, as one without a shape is.
        assertThat(read == null ? List.of() : read)
            .as("seed %d, %s of %s", chosen, text, body)
            .isEqualTo(expected == null ? List.of() : expected);
        alerts += read == null ? 0 : read.size();
      }
    }
    assertThat(alerts).isGreaterThan(500);
  }

  private static @Nullable List<ProfileInterpreter.Read> read(
      ProfileDecoder decoder, JsonNode body) {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    return switch (decoder.decode(bytes, bytes.length, Bodies.CONTEXT)) {
      case Decoding.Refused refused -> null;
      case Decoding.Read read -> {
        List<ProfileInterpreter.Read> all = new ArrayList<>();
        for (Element element : read.elements()) {
          if (element instanceof IncomingAlert alert) {
            Map<String, String> labels = alert.labels().toMap();
            labels.remove("alertname");
            all.add(
                new ProfileInterpreter.Read(
                    alert.firing() ? Meaning.FIRING : Meaning.RESOLVED,
                    alert.annotations().get("summary"),
                    labels));
          } else if (element instanceof SideEvent) {
            throw new AssertionError("no such words are in these profiles");
          }
        }
        yield all;
      }
    };
  }

  private static String profile(Random random) {
    String[] lists = {"", "/list/*", "/*", "/a/*", "/list/*/list/*", "/a/list/*"};
    StringBuilder shapes = new StringBuilder();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      String list = lists[random.nextInt(lists.length)];
      shapes.append(i == 0 ? "{" : ",{");
      if (!list.isEmpty()) {
        shapes.append("\"alerts\":\"").append(list).append("\",");
      }
      if (random.nextInt(3) == 0) {
        shapes
            .append("\"when\":[{\"at\":\"")
            .append(pointer("", random))
            .append(random.nextBoolean() ? "\",\"absent\":true}]," : "\"}],");
      }
      if (random.nextInt(3) == 0) {
        shapes
            .append("\"embedded\":{\"")
            .append(pointer(random.nextBoolean() ? list : "", random))
            .append("\":\"json\"},");
      }
      shapes
          .append("\"status\":{\"of\":")
          .append(text(list, random))
          .append(",\"firing\":[\"down\"],\"resolved\":[\"up\",\"1\"]},\"title\":[")
          .append(text(list, random))
          // Without a label, an element may be no alert.
          .append(",\"untitled\"],\"labels\":{\"always\":\"there\",");
      for (int l = 0; l < 4; l++) {
        shapes.append(l == 0 ? "" : ",").append("\"l").append(l).append("\":");
        shapes.append(text(list, random));
      }
      shapes
          .append("},\"label_sets\":[{\"at\":\"")
          .append(pointer(random.nextBoolean() ? list : "", random))
          .append("\",\"key\":\"/a\",\"value\":[\"/b\",\"/c\"],\"prefix\":\"s_\"}]}");
    }
    return "{\"shapes\":[" + shapes + "]}";
  }

  private static String text(String list, Random random) {
    String pointer = pointer(random.nextInt(4) == 0 ? "" : list, random);
    return switch (random.nextInt(7)) {
      case 3 ->
          "{\"at\":\"" + pointer + "\",\"named\":\"x\",\"key\":\"/a\",\"value\":[\"/b\",\"/c\"]}";
      case 0 -> "\"<{" + pointer + "}>\"";
      case 1 -> "[\"" + pointer + "\",\"" + pointer(list, random) + "\"]";
      case 2 -> "{\"of\":\"" + pointer + "\",\"find\":\"[a-z]+\",\"not\":[\"up\"]}";
      default -> '"' + pointer + '"';
    };
  }

  private static String pointer(String list, Random random) {
    StringBuilder pointer = new StringBuilder(list);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      pointer.append('/').append(random.nextInt(8) == 0 ? "0" : NAMES[random.nextInt(4)]);
    }
    return pointer.toString();
  }

  private static JsonNode value(Random random, int depth) {
    return switch (depth == 0 ? random.nextInt(4) : random.nextInt(8)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.numberNode(random.nextInt(3));
      case 2, 3 -> JSON.textNode(TEXTS[random.nextInt(TEXTS.length)]);
      case 4, 5 -> list(random, depth - 1);
      default -> object(random, depth - 1);
    };
  }

  private static ObjectNode object(Random random, int depth) {
    ObjectNode object = JSON.objectNode();
    for (String name : NAMES) {
      if (random.nextInt(4) > 0) {
        object.set(
            name, name.equals("list") && depth > 0 ? list(random, depth) : value(random, depth));
      }
    }
    return object;
  }

  private static ArrayNode list(Random random, int depth) {
    ArrayNode list = JSON.arrayNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(random.nextInt(3) > 0 ? object(random, Math.max(0, depth - 1)) : value(random, 0));
    }
    return list;
  }
}
