package dev.imas.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TestPosts;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PostedRecordTest {

  private static final UUID RECEIPT = UUID.fromString("00000000-0000-7005-8000-000000000006");

  private static final PostedRecord POSTED =
      new PostedRecord(
          new UUID(1, 2), new UUID(3, 4), RECEIPT, 1_700_000_000_000_001L, "/a/b", null);

  private static Headers headers(PostedRecord posted) {
    return new RecordHeaders(posted.headers());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsWrittenIsRead() {
    PostedRecord typed =
        new PostedRecord(
            POSTED.tenant(),
            POSTED.source(),
            POSTED.receipt(),
            POSTED.receivedAtMicros(),
            POSTED.path(),
            "application/json; charset=utf-8");

    assertThat(PostedRecord.of(headers(POSTED))).isEqualTo(new PostedRecord.Found.Post(POSTED));
    assertThat(PostedRecord.of(headers(typed))).isEqualTo(new PostedRecord.Found.Post(typed));
  }

  /** The names are what gateways of other versions write and read. */
  @Test
  void theHeadersAreTheseWithTheirValues() {
    assertThat(POSTED.headers())
        .extracting(
            header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
        .containsExactly(
            "imas-format=1",
            "imas-tenant=00000000-0000-0001-0000-000000000002",
            "imas-source=00000000-0000-0003-0000-000000000004",
            "imas-receipt=00000000-0000-7005-8000-000000000006",
            "imas-received=1700000000000001",
            "imas-path=/a/b");
  }

  @Test
  void aHeaderThatIsNotKnownIsPassedOver() {
    Headers headers = headers(POSTED).add("imas-some-day", bytes("x"));

    assertThat(PostedRecord.of(headers)).isEqualTo(new PostedRecord.Found.Post(POSTED));
  }

  @Test
  void aNewerFormatIsLeftToOthersWhateverElseItSays() {
    assertThat(PostedRecord.of(new RecordHeaders().add("imas-format", bytes("3"))))
        .isEqualTo(new PostedRecord.Found.TooNew(3));
  }

  /** A gateway that does not know tests reads format 1 alone, and would page for one. */
  @Test
  void aTestHasAFormatOfItsOwn() {
    PostedRecord test =
        new PostedRecord(
            POSTED.tenant(),
            POSTED.source(),
            POSTED.receipt(),
            POSTED.receivedAtMicros(),
            POSTED.path(),
            TestPosts.marked("application/json; charset=" + "x".repeat(300)));

    assertThat(headers(test).lastHeader("imas-format").value()).isEqualTo(bytes("2"));
    assertThat(PostedRecord.of(headers(test))).isEqualTo(new PostedRecord.Found.Post(test));
    assertThat(TestPosts.isMarked(test.contentType())).isTrue();
  }

  @Test
  void whatNoGatewayWroteIsForeign() {
    assertThat(PostedRecord.of(new RecordHeaders())).isInstanceOf(PostedRecord.Found.Foreign.class);
    for (String name : new String[] {"imas-tenant", "imas-received", "imas-path"}) {
      Headers without = headers(POSTED).remove(name);
      assertThat(PostedRecord.of(without)).isInstanceOf(PostedRecord.Found.Foreign.class);
    }
    assertThat(
            PostedRecord.of(headers(POSTED).remove("imas-source").add("imas-source", bytes("no"))))
        .isInstanceOf(PostedRecord.Found.Foreign.class);
    assertThat(
            PostedRecord.of(headers(POSTED).add("imas-receipt", bytes(new UUID(5, 6).toString()))))
        .isInstanceOf(PostedRecord.Found.Foreign.class);
    assertThat(PostedRecord.of(headers(POSTED).add("imas-format", bytes("one"))))
        .isInstanceOf(PostedRecord.Found.Foreign.class);
  }
}
