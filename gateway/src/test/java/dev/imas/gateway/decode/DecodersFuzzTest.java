package dev.imas.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imas.fixtures.CpuTime;
import dev.imas.fixtures.FuzzTime;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Gives arbitrary bytes to every decoder, also as a form and as a part of one. */
@ExtendWith(FuzzTime.class)
class DecodersFuzzTest {

  static Stream<byte[]> bodies() {
    return Bodies.files();
  }

  @MethodSource("bodies")
  @FuzzTest
  void anyBodyIsReadOrRefused(byte[] body) {
    CpuTime.within(FuzzTime.MOST, () -> readAll(body));
  }

  private static void readAll(byte[] body) {
    for (AlertDecoder decoder : Bodies.FUZZED) {
      for (DecodeContext context : ReadingContract.contexts(decoder)) {
        ReadingContract.read(decoder, body, context);
      }
    }
    for (QueryFields fields : List.of(QueryFields.one("data"), QueryFields.each("data"))) {
      unpacked(fields.ofForm(body));
      unpacked(fields.ofMultipart(body, "multipart/form-data; boundary=x"));
      unpacked(fields.ofMultipart(asPart(body), "multipart/form-data; boundary=x"));
    }
    byte[] form = new FormFields(body, body.length).toJson();
    ReadingContract.read(Bodies.DATADOG, form, Bodies.CONTEXT);
  }

  private static void unpacked(QueryFields.Unpacked unpacked) {
    switch (unpacked) {
      case QueryFields.Unpacked.Body json ->
          ReadingContract.read(Bodies.DATADOG, json.json(), Bodies.CONTEXT);
      case QueryFields.Unpacked.Refused refused ->
          assertThat(refused.why().status()).isIn(400, 422);
    }
  }

  private static byte[] asPart(byte[] body) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes("--x\r\nContent-Disposition: form-data; name=data\r\n\r\n".getBytes(UTF_8));
    form.writeBytes(body);
    form.writeBytes("\r\n--x--".getBytes(UTF_8));
    return form.toByteArray();
  }
}
