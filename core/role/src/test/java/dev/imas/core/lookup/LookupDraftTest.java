package dev.imas.core.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.http.Body;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookupDraftTest {

  private static LookupDraft read(String json) {
    return LookupDraft.read(
        Body.of((ObjectNode) Json.read(json.replace('\'', '"'), ObjectNode.class)));
  }

  private static LookupDraft csv(String text) {
    return LookupDraft.read(
        Body.of(Json.MAPPER.createObjectNode().put("name", "t").put("csv", text)));
  }

  @Test
  void rowsAndCsvMeanTheSame() {
    LookupDraft rows =
        read(
            "{'name':'t','key_column':'host','rows':[{'host':'web-1','team':'web'},"
                + "{'tier':'1','host':'db-1','team':'dba, night'}]}");

    assertThat(csv("\uFEFFhost,tier,team\r\ndb-1,1,\"dba, night\"\r\n\r\nweb-1,,web\n"))
        .isEqualTo(rows);
    assertThat(rows.columns()).containsExactly("host", "team", "tier");
    assertThat(rows.rows())
        .containsExactly(List.of("db-1", "dba, night", "1"), List.of("web-1", "web", ""));
  }

  @Test
  void quotesAndLinesWithinFieldsAreRead() {
    assertThat(csv("a,b\nx,\"say \"\"no\"\"\nand go\"").rows())
        .containsExactly(List.of("x", "say \"no\"\nand go"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'t'} | /rows",
        "{'name':'t','key_column':'a','rows':[{'a':'1'}],'csv':'a,b'} | /rows",
        "{'name':'t','rows':[{'a':'1','b':'2'}]} | /key_column is missing",
        "{'name':'t','key_column':'c','rows':[{'a':'1','b':'2'}]} | names 'c', which is no column",
        "{'name':'t','key_column':'a','rows':[{'a':'1'}]} | must have 2 to 20 columns",
        "{'name':'t','key_column':'a','rows':[{'a':'1','b':'2'},{'a':'1','b':'3'}]} | has the key"
            + " '1' twice",
        "{'name':'t','key_column':'a','rows':[{'b':'2'},{'a':'1'}]} | /rows/0 has no key",
        "{'name':'t','key_column':'a','rows':[{'a':'1','b':2}]} | must have texts alone",
        "{'name':'t','csv':'a,a'} | names a column twice",
        "{'name':'t','csv':'a,b\\n1,2,3'} | more fields than columns in record 2",
        "{'name':'t','csv':'a,b\\n\\\"1,2'} | never ends"
      })
  void whatIsWrongIsNamed(String json, String problem) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> assertThat(fault.getMessage() + fault.details()).contains(problem));
  }

  @Test
  void tablesAreBounded() {
    String large =
        IntStream.range(0, 10_001).mapToObj(i -> i + ",x").collect(Collectors.joining("\n"));
    assertThatThrownBy(() -> csv("a,b\n" + large)).isInstanceOf(Fault.class);
    String long1 =
        IntStream.range(0, 500)
            .mapToObj(i -> i + "," + "x".repeat(900))
            .collect(Collectors.joining("\n"));
    assertThatThrownBy(() -> csv("a,b\n" + long1)).isInstanceOf(Fault.class);
  }
}
