package dev.imas.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.AlertAction;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.SideEventKind;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SideEventDraftTest {

  private static final Fingerprint ALERT = Fingerprint.of(new UUID(7, 7));

  private final SideEventDraft draft = new SideEventDraft(Bodies.CONTEXT);

  @Test
  void changeKeepsWhatItsSenderSays() {
    long time = Bodies.micros("2026-08-01T09:30:00Z");
    SideEvent change =
        draft.change(
            "Deploy 1.4.2",
            "rolls the cache out",
            "ci",
            Labels.of(Map.of("service", "checkout")),
            "https://ci.example.com/42",
            time,
            3,
            9);
    assertThat(change)
        .isEqualTo(
            new SideEvent(
                SideEventKind.CHANGE,
                "Deploy 1.4.2",
                null,
                null,
                "ci",
                "rolls the cache out",
                Labels.of(Map.of("service", "checkout")),
                "https://ci.example.com/42",
                time,
                3,
                9));
    ReadingContract.holds(change, Bodies.CONTEXT);
  }

  @Test
  void textsOfAnyLengthAndCharacterBecomeStorable() {
    String odd = ("\u0000" + "x".repeat(3) + "\ud800").repeat(20_000);
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      many.put("label" + i + odd, odd);
    }
    ReadingContract.holds(
        draft.change(odd, odd, odd, Labels.of(many), odd, SenderTime.UNREADABLE, 0, 1),
        Bodies.CONTEXT);
    ReadingContract.holds(
        draft.action(AlertAction.NOTE, ALERT, odd, odd, odd, IncomingAlert.NONE, 0, 1),
        Bodies.CONTEXT);
    ReadingContract.holds(draft.dropped(odd, odd, 0, 1), Bodies.CONTEXT);
    ReadingContract.holds(draft.dropped(" \n", "a test", 0, 1), Bodies.CONTEXT);
  }

  @Test
  void onlyWebAddressesAreLinks() {
    for (String no : new String[] {"javascript:alert(1)", "ftp://x", "", "//x", "http:x"}) {
      assertThat(linked(no).link()).as(no).isEmpty();
    }
    assertThat(linked("https://x/" + "y".repeat(3_000)).link()).isEmpty();
    assertThat(linked(" HTTPS://x/y ").link()).isEqualTo("HTTPS://x/y");
  }

  @Test
  void timeInOurFutureIsTheTimeOfReception() {
    SideEvent late =
        draft.action(
            AlertAction.ACKNOWLEDGE, ALERT, null, "ann", null, Bodies.RECEIVED + 60_000_000L, 0, 1);
    assertThat(late.happenedAtMicros()).isEqualTo(Bodies.RECEIVED);
    assertThat(late.title()).isEqualTo("acknowledge");
    assertThat(late.note()).isEmpty();
  }

  private SideEvent linked(String link) {
    return draft.change("x", null, null, Labels.EMPTY, link, IncomingAlert.NONE, 0, 1);
  }
}
