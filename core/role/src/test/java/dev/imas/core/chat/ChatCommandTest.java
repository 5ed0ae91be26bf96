package dev.imas.core.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.incident.IncidentReplies.Act;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write in chats (requirement COL-15, decision M19). */
class ChatCommandTest {

  private static final Optional<ChatCommand> ACK =
      Optional.of(new ChatCommand.Act(Act.ACKNOWLEDGE, "INC-7F3KX", null));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/imas incident ack INC-7F3KX",
        "/incident acknowledge INC-7F3KX",
        "/inc  ACK  7F3KX ",
        "/imas ack INC-7F3KX",
        "/ack@imas_bot INC-7F3KX",
        "/inc@imas_bot ack INC-7F3KX",
        "Ack INC-7F3KX",
        "acknowledge\nINC-7F3KX"
      })
  void anIncidentIsAcknowledgedInManyWays(String line) {
    assertThat(ChatCommand.read(line)).isEqualTo(ACK);
  }

  @Test
  void theOtherCommands() {
    assertThat(ChatCommand.read("/inc resolve INC-7F3KX  disk was full"))
        .contains(new ChatCommand.Act(Act.RESOLVE, "INC-7F3KX", "disk was full"));
    assertThat(ChatCommand.read("/inc unack 7F3KX wrong one"))
        .contains(new ChatCommand.Act(Act.UNACKNOWLEDGE, "INC-7F3KX", "wrong one"));
    assertThat(ChatCommand.read("/inc escalate 0198c0de-0000-7000-8000-000000000001"))
        .contains(new ChatCommand.Act(Act.ESCALATE, "0198c0de-0000-7000-8000-000000000001", null));
    assertThat(ChatCommand.read("/inc create The ledger is down"))
        .contains(new ChatCommand.Create("The ledger is down"));
    assertThat(ChatCommand.read("/inc list")).contains(new ChatCommand.Newest(false));
    assertThat(ChatCommand.read("/imas incident list all")).contains(new ChatCommand.Newest(true));
    assertThat(ChatCommand.read("/inc status 7F3KX")).contains(new ChatCommand.Status("INC-7F3KX"));
    assertThat(ChatCommand.read("/oncall")).contains(new ChatCommand.OnCall(null));
    assertThat(ChatCommand.read("/imas oncall Payments EU"))
        .contains(new ChatCommand.OnCall("Payments EU"));
    assertThat(ChatCommand.read("/imas")).contains(new ChatCommand.Help(""));
    assertThat(ChatCommand.read("/inc help")).contains(new ChatCommand.Help(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/inc ack", "/inc create", "/inc fix it", "/imas status", "/inc resolve"})
  void whatIsMissingIsSaid(String line) {
    assertThat(ChatCommand.read(line).orElseThrow())
        .isInstanceOfSatisfying(
            ChatCommand.Help.class, help -> assertThat(help.why()).isNotEmpty());
  }

  /** M19: the first word alone decides, so that talk between people does nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", "  ", "please ack INC-7F3KX", "I resolve INC-7F3KX", "resolved", "thanks"})
  void talkIsNoCommand(String line) {
    assertThat(ChatCommand.read(line)).isEmpty();
  }
}
