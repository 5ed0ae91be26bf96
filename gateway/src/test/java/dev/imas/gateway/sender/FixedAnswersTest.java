package dev.imas.gateway.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.model.Disposition;
import dev.imas.core.platform.Fault;
import dev.imas.gateway.decode.BrokenElement;
import dev.imas.gateway.decode.QueryFields;
import dev.imas.gateway.sender.prometheus.PrometheusSender;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a format may declare of its answers and its transport, and what it may not. */
class FixedAnswersTest {

  private static final Committed POST =
      new Committed() {
        @Override
        public UUID receipt() {
          return new UUID(1, 2);
        }

        @Override
        public int alerts() {
          return 1;
        }

        @Override
        public int count(Disposition disposition) {
          return 0;
        }

        @Override
        public List<BrokenElement> broken() {
          return List.of();
        }

        @Override
        public int notKept() {
          return 0;
        }

        @Override
        public int weak() {
          return 0;
        }

        @Override
        public @Nullable String results() {
          return null;
        }
      };

  @Test
  void whatIsCommittedIsAnsweredAlways() {
    assertThat(FixedAnswers.empty(204).committed(POST))
        .isEqualTo(new SenderAnswer(204, SenderAnswer.Media.NONE, ""));
    assertThat(new FixedAnswers(200, "{\"ok\":true}").committed(POST))
        .isEqualTo(new SenderAnswer(200, SenderAnswer.Media.JSON, "{\"ok\":true}"));
  }

  @Test
  void receiptMayHaveAnotherStatus() {
    assertThat(new ReceiptAnswers(200).committed(POST).status()).isEqualTo(200);
    assertThat(new ReceiptAnswers().committed(POST).status()).isEqualTo(202);
  }

  @Test
  void refusalIsAProblem() {
    SenderAnswer answer = FixedAnswers.empty(200).refused(Fault.unavailable("later", 1), "r-1");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.media()).isEqualTo(SenderAnswer.Media.PROBLEM);
    assertThat(answer.body()).contains("later", "r-1");
  }

  @Test
  void noAnswerSaysThatWhatIsCommittedIsNot() {
    for (int status : new int[] {100, 199, 300, 400, 503}) {
      assertThatThrownBy(() -> FixedAnswers.empty(status)).hasMessageContaining("" + status);
      assertThatThrownBy(() -> new ReceiptAnswers(status)).hasMessageContaining("" + status);
    }
    assertThatThrownBy(() -> new FixedAnswers(204, "{}")).hasMessageContaining("204");
    assertThatThrownBy(() -> new ReceiptAnswers(204)).hasMessageContaining("204");
    assertThatThrownBy(() -> new FixedAnswers(200, "{")).isInstanceOf(RuntimeException.class);
  }

  @Test
  void nobodyPostsByGetWhereAlertsAreRead() {
    Format api = PrometheusSender.SENDER.formats().getFirst();

    assertThatThrownBy(() -> api.withQuery(QueryFields.each()))
        .hasMessageContaining("/api/v2/alerts");
    assertThatThrownBy(() -> api.withDeadline(Duration.ZERO)).hasMessageContaining("deadline");
  }
}
