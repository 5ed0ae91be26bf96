package dev.imas.core.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

  private static final String NEXT = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

  private final AnswerReader reader = new AnswerReader();

  /** Status, whether the connection can be reused, and what is kept of the body. */
  private record Read(int status, boolean keepsAlive, String refusal) {}

  @Test
  void anAnswerOfKnownLengthIsReadHoweverItIsCut() {
    everyCut(
        "HTTP/1.1 202 Accepted\r\nContent-Length: 11\r\nDate: today\r\n\r\n{\"a\":\"b\r\n\"}",
        new Read(202, true, ""));
  }

  @Test
  void anAnswerInChunksIsReadHoweverItIsCut() {
    everyCut(
        "HTTP/1.1 503 Service Unavailable\r\n"
            + "transfer-encoding: gzip, chunked\r\n"
            + "Retry-After: 1\r\n\r\n"
            + "5\r\n"
            + "later\r\n"
            + "A;name=value\r\n"
            + ", \r\n"
            + "please\r\n"
            + "0\r\n"
            + "Trailer: x\r\n\r\n",
        new Read(503, true, "later, \r\nplease"));
  }

  @Test
  void anAnswerWithoutABodyIsReadHoweverItIsCut() {
    everyCut("HTTP/1.1 204 No Content\r\nServer: s\r\n\r\n", new Read(204, true, ""));
    everyCut("HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n", new Read(200, true, ""));
    everyCut("HTTP/1.1 200 OK\nCONTENT-LENGTH:  2 \n\nok", new Read(200, true, ""));
  }

  @Test
  void anInterimAnswerIsFollowedByTheFinalOne() {
    everyCut(
        "HTTP/1.1 100 Continue\r\n\r\n"
            + "HTTP/1.1 103 Early Hints\r\n"
            + "Link: x\r\n\r\n"
            + "HTTP/1.1 400 Bad Request\r\n"
            + "Content-Length: 3\r\n\r\n"
            + "bad",
        new Read(400, true, "bad"));
  }

  @Test
  void whoeverSaysCloseIsNotUsedAgain() {
    everyCut(
        "HTTP/1.1 202 Accepted\r\nConnection: Close\r\ncontent-length: 1\r\n\r\nx",
        new Read(202, false, ""));
    everyCut("HTTP/1.0 200 OK\r\ncontent-length: 1\r\n\r\nx", new Read(200, false, ""));
    everyCut(
        "HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 1\r\n\r\nx",
        new Read(200, true, ""));
  }

  @Test
  void anAnswerWithoutALengthEndsWithItsConnection() {
    byte[] bytes = bytes("HTTP/1.1 500 Oops\r\n\r\nall of it");
    assertThat(reader.feed(bytes, 0, bytes.length)).isEqualTo(bytes.length);
    assertThat(reader.isComplete()).isFalse();

    reader.closed();

    assertThat(reader.isComplete()).isTrue();
    assertThat(read()).isEqualTo(new Read(500, false, "all of it"));
  }

  @Test
  void aConnectionThatEndsEarlierCompletesNothing() {
    byte[] bytes = bytes("HTTP/1.1 202 Accepted\r\ncontent-length: 10\r\n\r\nshort");
    reader.feed(bytes, 0, bytes.length);

    reader.closed();

    assertThat(reader.isComplete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SMTP ready and waiting\r\n",
        "HTTP/2.0 200 OK\r\n",
        "HTTP/1.1 2x0 OK\r\n",
        "HTTP/1.1\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: many\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 9999999999999999999\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nsize\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nFFFFFFFFF\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nxy\r\n"
      })
  void whatIsNotHttpIsBroken(String text) {
    byte[] bytes = bytes(text);
    reader.feed(bytes, 0, bytes.length);

    assertThat(reader.isBroken()).isTrue();
  }

  @Test
  void aHeadWithoutEndIsBrokenAndNotKept() {
    byte[] line = bytes("x".repeat(1_000));
    byte[] start = bytes("HTTP/1.1 200 OK\r\nlong: ");
    reader.feed(start, 0, start.length);
    for (int i = 0; i < 100 && !reader.isBroken(); i++) {
      reader.feed(line, 0, line.length);
    }
    assertThat(reader.isBroken()).isTrue();

    reader.reset();
    byte[] header = bytes("HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(1_000));
    reader.feed(header, 0, header.length);
    assertThat(reader.isBroken()).isTrue();
  }

  /** In two pieces, split at every byte, and byte by byte; what follows is not touched. */
  private void everyCut(String answer, Read expected) {
    byte[] bytes = bytes(answer + NEXT);
    int length = bytes.length - NEXT.length();
    for (int cut = 0; cut <= length; cut++) {
      reader.reset();
      assertThat(reader.feed(bytes, 0, cut)).isEqualTo(cut);
      if (cut < length) {
        assertThat(reader.isComplete()).as("cut at %s", cut).isFalse();
      }
      assertThat(cut + reader.feed(bytes, cut, bytes.length))
          .as("cut at %s", cut)
          .isEqualTo(length);
      assertThat(reader.isComplete()).as("cut at %s", cut).isTrue();
      assertThat(read()).as("cut at %s", cut).isEqualTo(expected);
    }
    reader.reset();
    for (int i = 0; i < length; i++) {
      assertThat(reader.isComplete()).isFalse();
      assertThat(reader.feed(bytes, i, i + 1)).isEqualTo(1);
    }
    assertThat(read()).isEqualTo(expected);
  }

  private Read read() {
    return new Read(reader.status(), reader.keepsAlive(), reader.refusal());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
