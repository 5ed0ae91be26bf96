package dev.imas.gateway.sender.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.imas.core.platform.Json;
import dev.imas.core.profile.ProfileSchema;
import dev.imas.core.profile.SenderProfile;
import dev.imas.gateway.sender.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema that is served, and the code that checks what is saved, say the same of profiles. */
class ProfileSchemaTest {

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(ProfileSchema.text());

  private static final int CHANGES_OF_A_PROFILE = 40;

  private static final List<JsonNode> VALUES =
      Stream.of(
              "7",
              "-1",
              "true",
              "null",
              "\"\"",
              "\" \"",
              "\"text\"",
              "\"/a/b\"",
              "\"{/a\"",
              "[]",
              "{}",
              "[\"/a\"]",
              "[7]",
              "{\"of\":\"/a\"}",
              "{\"at\":\"/a\"}",
              "{\"find\":\"x\"}",
              "{\"at\":\"/a\",\"named\":\"n\"}",
              "{\"of\":[\"/a\"],\"words\":{\"a\":\"SEV1\"}}",
              "[{\"at\":\"/a\",\"value\":[]}]",
              "\"json\"",
              "1000")
          .map(text -> Json.read(text, JsonNode.class))
          .toList();

  /** What only a look at the whole profile finds, in the words of its faults. */
  private static final List<String> BEYOND_A_SCHEMA =
      List.of(
          "list of alerts",
          "must be about the body",
          "has a word that another list has",
          "must be an RE2 expression: ",
          "can be dated only if",
          "one expression too many",
          "one pointer too many",
          "nested too deeply",
          "parts, of which");

  static Stream<String> names() {
    return ShippedProfiles.all().stream().map(Sender::page).map(page -> page.replace(".md", ""));
  }

  @MethodSource("names")
  @ParameterizedTest
  void shippedProfileFits(String name) {
    assertThat(SCHEMA.validate(ShippedProfiles.read(name).path("profile"))).isEmpty();
  }

  @MethodSource("names")
  @ParameterizedTest
  void schemaAndReaderAgreeOnChangedProfiles(String name) {
    JsonNode shipped = ShippedProfiles.read(name).path("profile");
    Random random = new Random(name.hashCode());
    for (int i = 0; i < CHANGES_OF_A_PROFILE; i++) {
      JsonNode changed = changed(shipped, random);
      List<String> faults = new ArrayList<>();
      SenderProfile.read(changed, (pointer, expected) -> faults.add(pointer + " " + expected));
      boolean isBeyond =
          !faults.isEmpty()
              && faults.stream().allMatch(f -> BEYOND_A_SCHEMA.stream().anyMatch(f::contains));
      if (!isBeyond) {
        assertThat(SCHEMA.validate(changed).isEmpty())
            .as("%s: %s", faults, changed)
            .isEqualTo(faults.isEmpty());
      }
    }
  }

  @Test
  void howPostsArriveIsReadAsTheSchemaSays() {
    for (String profile :
        List.of(
            "{'signature':{'header':'X-S','scheme':'hmac-sha1','encoding':'base64','prefix':'v1='}}",
            "{'signature':[{'header':'X-S'},{'header':'X-T','time_header':'X-At','joint':':'}]}",
            "{'signature':{'header':'X-S','dated':true},'observed_at':'/t'}",
            "{'form':true,'get':'data','deadline_ms':800,'answer':{'status':204}}",
            "{'form':'payload','answer':{'body':{'ok':true}}}")) {
      assertThat(faults(profile)).as(profile).isEmpty();
      assertThat(SCHEMA.validate(json(profile))).as(profile).isEmpty();
    }
    for (String profile :
        List.of(
            "{'signature':{}}",
            "{'signature':[]}",
            "{'signature':{'header':'X S'}}",
            "{'signature':{'header':'X-S','scheme':'md5'}}",
            "{'signature':{'header':'X-S','encoding':'text'}}",
            "{'signature':{'header':'X-S','secret':'x'}}",
            "{'form':false}",
            "{'get':''}",
            "{'deadline_ms':1}",
            "{'deadline_ms':'800ms'}",
            "{'answer':{'status':500}}",
            "{'answer':{'status':204,'body':{}}}",
            "{'shapes':[{'form':true}]}")) {
      assertThat(faults(profile)).as(profile).isNotEmpty();
      assertThat(SCHEMA.validate(json(profile))).as(profile).isNotEmpty();
    }
  }

  private static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"'), JsonNode.class);
  }

  private static List<String> faults(String profile) {
    List<String> faults = new ArrayList<>();
    SenderProfile.read(json(profile), (pointer, expected) -> faults.add(pointer + " " + expected));
    return faults;
  }

  /** One value is replaced or removed, or one member is added, anywhere in it. */
  private static JsonNode changed(JsonNode shipped, Random random) {
    JsonNode copy = shipped.deepCopy();
    List<JsonNode> containers = new ArrayList<>();
    collect(copy, containers);
    JsonNode at = containers.get(random.nextInt(containers.size()));
    JsonNode value = VALUES.get(random.nextInt(VALUES.size()));
    if (at instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(4)) {
        case 0 -> object.remove(name);
        case 1 -> object.set("another", value);
        default -> object.set(name, value);
      }
    } else if (at instanceof ArrayNode array) {
      switch (random.nextInt(4)) {
        case 0 -> array.removeAll();
        case 1 -> array.add(value);
        default -> array.set(random.nextInt(array.size()), value);
      }
    }
    return copy;
  }

  private static void collect(JsonNode node, List<JsonNode> into) {
    if (node.isContainerNode() && !node.isEmpty()) {
      into.add(node);
    }
    node.forEach(child -> collect(child, into));
  }
}
