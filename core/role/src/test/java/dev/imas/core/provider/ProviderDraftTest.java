package dev.imas.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.imas.core.ChannelsOfTests;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.ProviderKind;
import dev.imas.core.platform.Json;
import dev.imas.core.provider.ProviderDraft.Settled;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NTF-01, NTF-02: a config against the schema of its type, and what becomes of its secrets. */
class ProviderDraftTest {

  private static final ProviderKind KIND =
      new ChannelKinds(new ChannelsOfTests().kinds()).provider("ntfy").orElseThrow().provider();

  private static final String URL = "'server_url':'https://x.example'";
  private static final String WHOLE = "{" + URL + ",'default_topic':'ops'";

  private static ProviderDraft draft(String json) {
    try {
      return new ProviderDraft(KIND, Json.MAPPER.readTree(json.replace('\'', '"')));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> faults(String json) {
    Map<String, String> faults = new TreeMap<>();
    draft(json).check(faults::put);
    draft(json).settle(Map.of(), faults::putIfAbsent);
    return faults;
  }

  private static Settled settled(String json, Map<String, String> stored) {
    return draft(json)
        .settle(
            stored,
            (pointer, fault) -> {
              throw new AssertionError(pointer + " " + fault);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        WHOLE + "}",
        WHOLE + ",'default_priority':5,'format':'rich','default_tags':['a','b']}",
        WHOLE + ",'access_token':'tk_123','password':'x'}",
      })
  void whatTheSchemaAllowsIsTaken(String json) {
    assertThat(faults(json)).isEmpty();
    assertThat(bySchema(json)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{" + URL + "}",
        "{'server_url':'ftp://x.example','default_topic':'ops'}",
        "{'server_url':'x.example','default_topic':'ops'}",
        "{'server_url':7,'default_topic':'ops'}",
        "{" + URL + ",'default_topic':'OPS'}",
        "{" + URL + ",'default_topic':''}",
        WHOLE + ",'riddle':1}",
        WHOLE + ",'default_priority':6}",
        WHOLE + ",'default_priority':'5'}",
        WHOLE + ",'default_priority':1.5}",
        WHOLE + ",'format':'poor'}",
        WHOLE + ",'default_tags':['a','b','c']}",
        WHOLE + ",'default_tags':'a'}",
        WHOLE + ",'default_tags':[1]}",
        WHOLE + ",'access_token':5}",
      })
  void whatTheSchemaRefusesIsRefusedWithThePlace(String json) {
    assertThat(faults(json))
        .isNotEmpty()
        .allSatisfy((at, what) -> assertThat(at).startsWith("/config/"));
    assertThat(bySchema(json)).isFalse();
  }

  /** What an independent validator says of it, by the schema that is served. */
  private static boolean bySchema(String json) {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Json.write(KIND.schema()));
    try {
      return schema.validate(Json.MAPPER.readTree(json.replace('\'', '"'))).isEmpty();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void secretsAreApartAndShownByTheirEnd() {
    Settled settled =
        settled(WHOLE + ",'access_token':'tk_AgQdq7mVBoFD37z','password':'short'}", Map.of());
    assertThat(settled.config()).containsOnlyKeys("server_url", "default_topic");
    assertThat(settled.secrets()).containsEntry("access_token", "tk_AgQdq7mVBoFD37z");
    assertThat(settled.hints()).isEqualTo(Map.of("access_token", "••••D37z", "password", "••••"));
    assertThat(settled.toString()).doesNotContain("tk_");
  }

  @Test
  void aSecretThatIsLeftOutOrSentAsShownStaysAndNullRemovesIt() {
    Map<String, String> stored = Map.of("access_token", "tk_AgQdq7mVBoFD37z", "password", "old");
    assertThat(settled(WHOLE + "}", stored).secrets()).isEqualTo(stored);
    assertThat(settled(WHOLE + ",'access_token':'••••D37z','password':'••••'}", stored).secrets())
        .isEqualTo(stored);
    assertThat(settled(WHOLE + ",'access_token':null,'password':'new'}", stored).secrets())
        .isEqualTo(Map.of("password", "new"));
  }

  @Test
  void aFaultNeverRepeatsAValue() {
    assertThat(faults("{'server_url':'s3cr3t','default_topic':'S3CR3T','access_token':['s3cr3t']}"))
        .hasSize(3)
        .allSatisfy(
            (at, what) ->
                assertThat(what.toLowerCase(java.util.Locale.ROOT)).doesNotContain("s3cr3t"));
  }
}
