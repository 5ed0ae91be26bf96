package dev.imas.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.CpuTime;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryFieldsTest {

  private static final String TYPE = "multipart/form-data; boundary=xyz";
  private static final QueryFields DATA = QueryFields.one("data");

  private static String part(String head, String content) {
    return "--xyz\r\n" + head + "\r\n\r\n" + content + "\r\n";
  }

  private static String named(String name, String content) {
    return part("Content-Disposition: form-data; name=\"" + name + "\"", content);
  }

  private static QueryFields.Unpacked multipart(QueryFields fields, String type, String body) {
    return fields.ofMultipart(body.getBytes(UTF_8), type);
  }

  private static String json(QueryFields.Unpacked unpacked) {
    assertThat(unpacked).isInstanceOf(QueryFields.Unpacked.Body.class);
    return new String(((QueryFields.Unpacked.Body) unpacked).json(), UTF_8);
  }

  private static Decoding.Refused refused(QueryFields.Unpacked unpacked) {
    assertThat(unpacked).isInstanceOf(QueryFields.Unpacked.Refused.class);
    return ((QueryFields.Unpacked.Refused) unpacked).why();
  }

  @Test
  void jsonInOneFieldIsTakenFromAForm() {
    assertThat(json(DATA.ofForm("a=1&data=%7B%22n%22%3A+1%7D&b".getBytes(UTF_8))))
        .isEqualTo("{\"n\": 1}");
    assertThat(json(DATA.ofForm("data=1&d%61ta=2".getBytes(UTF_8)))).isEqualTo("2");
  }

  @Test
  void formWithoutTheFieldIsRefused() {
    Decoding.Refused why = refused(DATA.ofForm("a=1&datas=2".getBytes(UTF_8)));

    assertThat(why.status()).isEqualTo(422);
    assertThat(why.detail()).contains("'data'");
    assertThat(refused(multipart(DATA, TYPE, named("a", "1") + "--xyz--")).detail())
        .contains("'data'");
  }

  @Test
  void queryBecomesAnObjectWithoutItsKeys() {
    QueryFields fields = QueryFields.each("beat");
    String query = "token=secret&msg=a+b%22&beat=%7B%22s%22:0%7D&to%6ben=secret&empty";

    assertThat(json(fields.ofQuery(query, Set.of("token"))))
        .isEqualTo("{\"msg\":\"a b\\\"\",\"beat\":{\"s\":0},\"empty\":\"\"}");
    assertThat(json(fields.ofQuery("", Set.of("token")))).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1},\"b\":{", "{\"a\":1} 2", "{", "nonsense", "", "1,", "\uFEFF1"})
  void whatIsNoJsonStaysText(String value) {
    byte[] form = ("v=" + value.replace("\"", "%22")).getBytes(UTF_8);

    assertThat(json(QueryFields.each("v").ofForm(form)))
        .isEqualTo("{\"v\":\"" + value.replace("\"", "\\\"") + "\"}");
  }

  @Test
  void partOfAMultipartFormIsFoundByItsName() {
    String body =
        "preamble\r\n"
            + named("other", "{}")
            + part(
                "content-type: application/json\r\nCONTENT-DISPOSITION: form-data; x=1; name=data",
                "{\"a\":\r\n\"--xy\"}")
            + "--xyz--\r\nepilogue";

    assertThat(json(multipart(DATA, TYPE, body))).isEqualTo("{\"a\":\r\n\"--xy\"}");
    assertThat(json(multipart(DATA, "multipart/form-data; charset=utf-8; boundary=\"xyz\"", body)))
        .contains("--xy");
  }

  @Test
  void partsBecomeAnObjectWithoutFiles() {
    String body =
        named("a", "")
            + named("b", "x\"\u00e9\n")
            + named("j", "[1]")
            + part("Content-Disposition: form-data; name=\"f\"; filename=\"f.png\"", "png")
            + "--xyz--";

    assertThat(json(multipart(QueryFields.each("j"), TYPE, body)))
        .isEqualTo("{\"a\":\"\",\"b\":\"x\\\"\u00e9\\u000a\",\"j\":[1]}");
  }

  @Test
  void emptyFormHasNoFields() {
    assertThat(json(multipart(QueryFields.each(), TYPE, "--xyz--\r\n"))).isEqualTo("{}");
  }

  @Test
  void nameMayHaveAQuoteAndASemicolon() {
    String body = part("Content-Disposition: form-data; name=\"a\\\";b\"", "1") + "--xyz--";

    assertThat(json(multipart(QueryFields.one("a\";b"), TYPE, body))).isEqualTo("1");
  }

  @Test
  void malformedFormIsRefusedWithItsFault() {
    String good = named("data", "{}");
    assertMalformed("multipart/form-data", good + "--xyz--", "names no boundary");
    assertMalformed("multipart/form-data; boundary=", good + "--xyz--", "names no boundary");
    assertMalformed("multipart/form-data; boundary=" + "x".repeat(71), good, "a boundary that is");
    assertMalformed(TYPE, "", "does not occur");
    assertMalformed(TYPE, "{}", "does not occur");
    assertMalformed(TYPE, good, "has no end");
    assertMalformed(TYPE, "--xyz", "not the end of its line");
    assertMalformed(TYPE, "--xyzz\r\n", "not the end of its line");
    assertMalformed(TYPE, "--xyz\r\nContent-Disposition: form-data; name=a\r\n", "do not end");
    assertMalformed(TYPE, part("Content-Type: text/plain", "1") + "--xyz--", "no name");
    assertMalformed(TYPE, part("x: " + "y".repeat(5_000), "1") + "--xyz--", "longer than 4096");
    assertMalformed(
        TYPE,
        part("Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64", "e30=")
            + "--xyz--",
        "transfer encoding");
    assertMalformed(TYPE, named("a", "1").repeat(101) + "--xyz--", "more than 100 parts");
    assertThat(json(multipart(QueryFields.each(), TYPE, named("a", "1").repeat(100) + "--xyz--")))
        .startsWith("{\"a\":\"1\"");
  }

  private static void assertMalformed(String type, String body, String why) {
    Decoding.Refused refused = refused(multipart(DATA, type, body));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.detail()).startsWith("not a multipart form: ").contains(why);
  }

  @Test
  void contentOfAnyBytesIsFoundAsItIs() {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    byte[] pieces = "\r\n--xyz: ".getBytes(UTF_8);
    for (int i = 0; i < 2_000; i++) {
      byte[] content = new byte[random.nextInt(40)];
      for (int at = 0; at < content.length; at++) {
        content[at] =
            random.nextInt(4) == 0
                ? (byte) random.nextInt()
                : pieces[random.nextInt(pieces.length)];
      }
      if (new String(content, java.nio.charset.StandardCharsets.ISO_8859_1).contains("--xyz")) {
        continue;
      }
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      body.writeBytes(
          "--xyz\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\n".getBytes(UTF_8));
      body.writeBytes(content);
      body.writeBytes("\r\n--xyz--\r\n".getBytes(UTF_8));

      QueryFields.Unpacked unpacked = DATA.ofMultipart(body.toByteArray(), TYPE);

      assertThat(unpacked).as("seed %d", seed).isInstanceOf(QueryFields.Unpacked.Body.class);
      assertThat(((QueryFields.Unpacked.Body) unpacked).json())
          .as("seed %d", seed)
          .isEqualTo(content);
    }
  }

  @Test
  void formOfNothingButBeginningsOfTheBoundaryIsReadInTime() {
    String boundary = "-".repeat(70);
    byte[] body = new byte[10_000_000];
    Arrays.fill(body, (byte) '-');
    for (int i = 0; i < body.length - 2; i += 73) {
      body[i] = '\r';
      body[i + 1] = '\n';
    }

    CpuTime.within(
        Duration.ofSeconds(2),
        () -> DATA.ofMultipart(body, "multipart/form-data; boundary=" + boundary));
  }
}
