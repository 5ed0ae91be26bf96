package dev.imas.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imas.core.model.Severity;
import dev.imas.core.profile.SenderProfile.Meaning;
import dev.imas.core.profile.SenderProfile.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderProfileTest {

  private final List<String> faults = new ArrayList<>();

  @Test
  void everyMemberIsRead() {
    Shape shape =
        one(
            """
            {"alerts": "/list/*", "when": [{"at": "/version", "is": ["1", 2]}, {"at": "/test", "absent": true}],
             "embedded": {"/raw": "json", "/data": "base64"},
             "identity": [{"scheme": "id", "of": ["/list/*/id"], "global": true}, {"of": ["{/host}/{/list/*/n}"]}],
             "status": {"of": "/list/*/state", "firing": ["Down"], "resolved": [1], "absent": "dropped"},
             "severity": {"of": ["/list/*/level", "high"], "words": {"5": "SEV1"}},
             "name": "/list/*/name", "title": {"of": "/list/*/title", "find": "^(.*)$", "not": ["x"]},
             "description": "/d", "author": "/a", "service": "/s", "url": "/u", "starts_at": "/t", "ends_at": "/e",
             "observed_at": "/o", "labels": {"host": "/host"}, "label_sets": [{"at": "/tags", "split": "="}],
             "annotations": {"a": "/a"}, "annotation_sets": [{"at": "/list/*/more", "prefix": "x_",
               "key": "/k", "value": ["/v/string", "/v/number"]}], "details": {"raw": "/raw"}}
            """);

    assertThat(shape.alerts()).hasToString("/list/*");
    assertThat(shape.when()).hasSize(2);
    assertThat(shape.when().getFirst().is()).containsExactlyInAnyOrder("1", "2");
    assertThat(shape.identity()).extracting(i -> i.scheme()).containsExactly("id", "2");
    assertThat(Objects.requireNonNull(shape.status()).meanings())
        .containsEntry("down", Meaning.FIRING)
        .containsEntry("1", Meaning.RESOLVED);
    assertThat(shape.status().absent()).isEqualTo(Meaning.DROPPED);
    assertThat(Objects.requireNonNull(shape.severity()).words())
        .containsEntry("5", Severity.SEV1_CRITICAL);
    assertThat(shape.annotationSets().getFirst().values()).hasSize(2);
    assertThat(shape.embedded()).hasSize(2);
  }

  @Test
  void whatStandsBesideShapesHoldsUnlessAShapeSaysIt() {
    SenderProfile profile =
        read(
            """
            {"name": "/a", "title": "/b", "shapes": [{"title": "/c"}, {"when": [{"at": "/d"}]}]}
            """);

    assertThat(faults).isEmpty();
    List<Shape> shapes = Objects.requireNonNull(profile).shapes();
    assertThat(shapes.get(0).title()).isEqualTo(at("/c"));
    assertThat(shapes.get(1).title()).isEqualTo(at("/b"));
    assertThat(shapes).allSatisfy(shape -> assertThat(shape.name()).isEqualTo(at("/a")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[]                                                  | \"\"",
        "{'nme':'/a'}                                        | /nme",
        "{'name':7}                                          | /name",
        "{'name':''}                                         | /name",
        "{'name':[]}                                         | /name",
        "{'name':{'find':'a'}}                               | /name/of",
        "{'name':{'of':'/a','find':'('}}                     | /name/find",
        "{'name':{'of':'/a','find':'((((a{9}){9}){9}){9})'}} | /name/find",
        "{'name':{'of':'/a','like':'x'}}                     | /name/like",
        "{'name':{'at':'/a','named':''}}                     | /name/named",
        "{'name':{'at':'a','named':'x'}}                     | /name/at",
        "{'name':{'at':'/a','named':'x','find':'y'}}         | /name/find",
        "{'name':{'at':'/a','named':'x','value':'/v/*'}}     | /name/value",
        "{'name':{'at':'/l/*/a','named':'x'}}                | \"\"",
        "{'name':'{/a is down'}                              | /name",
        "{'name':[[[[[['/a']]]]]]}                           | /name/0/0/0/0/0/0",
        "{'shapes':[]}                                       | /shapes",
        "{'shapes':[{'name':'/a'},{'nme':'/a'}]}             | /shapes/1/nme",
        "{'name':8,'shapes':[{},{'name':9}]}                 | /name /shapes/1/name",
        "{'alerts':'/list'}                                  | /alerts",
        "{'alerts':'list/*'}                                 | /alerts",
        "{'alerts':'/l/*','name':'/m/*/n'}                   | \"\"",
        "{'alerts':'/l/*','name':'/l'}                       | \"\"",
        "{'alerts':'/l/*','name':'/l/0/n'}                   | \"\"",
        "{'alerts':'/l/*','when':[{'at':'/l/*/x'}]}          | /when",
        "{'alerts':'/m/l/*','embedded':{'/m':'json'}}        | /embedded",
        "{'name':'/l/*/n'}                                   | \"\"",
        "{'embedded':{'/m':'xml'}}                           | /embedded/~1m",
        "{'identity':[{'of':[]}]}                            | /identity/0/of",
        "{'identity':['/id']}                                | /identity/0",
        "{'status':'/s'}                                     | /status",
        "{'status':{'of':'/s','firing':['a'],'resolved':['A']}} | /status/resolved",
        "{'status':{'of':'/s','absent':'up'}}                | /status/absent",
        "{'severity':{'of':'/s','words':{'1':'loud'}}}       | /severity/words/1",
        "{'labels':{'':'/a'}}                                | /labels/",
        "{'label_sets':[{'at':'/t','value':'/a/*'}]}         | /label_sets/0/value",
        "{'label_sets':[{'at':'/t','split':''}]}             | /label_sets/0/split",
      })
  void faultsAreNamedWithTheirPlace(String profile, String pointers) {
    assertThat(read(profile.replace('\'', '"'))).isNull();
    assertThat(faults.stream().map(fault -> fault.substring(0, fault.indexOf(' '))).distinct())
        .containsExactlyInAnyOrder(pointers.strip().split(" "));
  }

  @Test
  void aListAndOneObjectMayStandAtTheSamePlace() {
    read("{\"shapes\":[{\"alerts\":\"/*\",\"name\":\"/*/n\"},{\"name\":\"/n\"}]}");
    assertThat(faults).isEmpty();
  }

  @Test
  void profileHasABoundedNumberOfPointers() {
    StringBuilder shapes = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      StringBuilder labels = new StringBuilder();
      for (int j = 0; j < 60; j++) {
        labels.append(j == 0 ? "" : ",").append("\"l").append(j).append("\":\"/a/").append(j);
        labels.append('"');
      }
      shapes.append(i == 0 ? "" : ",").append("{\"labels\":{").append(labels).append("}}");
    }
    assertThat(read("{\"shapes\":[" + shapes + "]}")).isNull();
    assertThat(faults).first().asString().contains("one pointer too many");
  }

  private static TextRule at(String pointer) {
    return new TextRule.At(Pointer.of(pointer));
  }

  private Shape one(String profile) {
    SenderProfile read = read(profile);
    assertThat(faults).isEmpty();
    return Objects.requireNonNull(read).shapes().getFirst();
  }

  private @Nullable SenderProfile read(String profile) {
    faults.clear();
    try {
      return SenderProfile.read(
          new ObjectMapper().readTree(profile),
          (pointer, expected) -> faults.add(pointer + " " + expected));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
