package dev.imas.core.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The hashes are those that the verifier in Python computes: seals of today are checked for years.
 */
class ChainTest {

  private static final UUID TENANT = UUID.fromString("0199c0f0-0000-7000-8000-000000000001");
  private static final long SEALED = 1_767_323_046_000_001L;

  private static final AuditedEntry FULL =
      new AuditedEntry(
          TENANT,
          UUID.fromString("0199c0f0-0000-7000-8000-00000000000a"),
          1_767_323_045_123_456L,
          "token",
          UUID.fromString("0199c0f0-0000-7000-8000-000000000009"),
          "api",
          "10.1.2.3",
          "3f1c",
          "team.update",
          "team",
          UUID.fromString("0199c0f0-0000-7000-8000-000000000006"),
          "{\"name\": \"Zahlungen \u20ac\"}",
          "{\"name\": \"Payments EU\", \"share\": 1.10}");

  /** With every null there can be, an empty text, and a time before 1970. */
  private static final AuditedEntry BARE =
      new AuditedEntry(
          TENANT,
          UUID.fromString("0199c0f0-0000-7000-8000-00000000000b"),
          -1,
          "system",
          null,
          "timer",
          null,
          "",
          "fallback.update",
          "fallback",
          null,
          null,
          null);

  private static final ChainSeal FIRST = ChainSeal.after(ChainHash.NONE, 1, FULL, SEALED + 1, true);
  private static final ChainSeal SECOND = ChainSeal.after(FIRST.link(), 2, BARE, SEALED + 2, false);

  private final List<ChainFinding> found = new ArrayList<>();
  private final ChainWalk walk = new ChainWalk(0, ChainHash.NONE, found::add);

  @Test
  void leavesAndLinksAreThoseOfTheOtherVerifier() {
    assertThat(FIRST.leaf())
        .hasToString("4f3c40bb4b3219876c5a22ed821ab8cb9649461814ac314c3f014a2d6eee64f3");
    assertThat(FIRST.link())
        .hasToString("b3ec7794f77773a364bf3340718c496107b316af5988017395befe4634b1b260");
    assertThat(SECOND.leaf())
        .hasToString("f461246d995d467fbe761c9a1c08be6da719c3a6cdd660a669883a7e5f8dc465");
    assertThat(SECOND.link())
        .hasToString("160c1c3efb243f04eabe0a6a3a3558661271581da3faf353c2c59458a00bd694");
  }

  private static AuditedEntry committed(
      String address, String after, @Nullable UUID salt, String action) {
    return new AuditedEntry(
        TENANT,
        FULL.id(),
        FULL.atMicros(),
        FULL.actorKind(),
        FULL.actorId(),
        FULL.via(),
        address,
        FULL.requestId(),
        action,
        FULL.subjectKind(),
        FULL.subjectId(),
        FULL.before(),
        after,
        new AuditedEntry.Commitment(COMMITMENT, salt));
  }

  private static final UUID SALT = UUID.fromString("7d9f3c1e-2b4a-4c6d-8e0f-112233445566");

  private static final ChainHash COMMITMENT =
      ChainHash.of(
          HexFormat.of()
              .parseHex("20920a1b375ee2bde73dc79170e606486dc042774ebfe41ba220a840e67a7ec8"));

  private static final AuditedEntry COMMITTED =
      committed("10.1.2.3", "{\"name\": \"Payments EU\", \"share\": 1.10}", SALT, "team.update");

  private static final AuditedEntry ERASED =
      committed("", "{\"name\": \"erased-0a\"}", null, "team.update");

  private static final ChainSeal SEAL =
      ChainSeal.after(ChainHash.NONE, 1, COMMITTED, SEALED + 1, false);

  private static ChainErasure erasure(@Nullable ChainHash remains, boolean isSealed) {
    return new ChainErasure(BARE.id(), remains, isSealed);
  }

  private List<String> kinds() {
    return found.stream().map(finding -> finding.kind().name()).toList();
  }

  @Test
  void commitmentsAreThoseOfTheOtherVerifier() {
    assertThat(COMMITTED.isAsCommitted()).isTrue();
    assertThat(COMMITTED.leaf(1))
        .hasToString("603745b39b5f780985149fbc456ca3297be800b88a53d65ec22fafc5bb3f5a7f");
    assertThat(COMMITTED.remains())
        .hasToString("2e174d59fab834c3a4317d430a94434c64ae372fcfd1d56810c4e524347404a9");
  }

  @Test
  void aTextThatIsNotTheCommittedOneIsAFinding() {
    walk.next(SEAL, committed("10.1.2.3", "{}", SALT, "team.update"));
    assertThat(kinds()).containsExactly("ENTRY_CHANGED");
  }

  @Test
  void aForgottenSaltWithoutAnErasureIsAFinding() {
    walk.next(SEAL, ERASED);
    assertThat(kinds()).containsExactly("ENTRY_CHANGED");
  }

  @Test
  void anErasureThatASealedEntryNamesIsNone() {
    walk.next(SEAL, ERASED, erasure(ERASED.remains(), true));
    assertThat(found).isEmpty();
    assertThat(walk.erased()).isEqualTo(1);
  }

  @Test
  void anErasureThatNoSealedEntryNamesIsUnexplained() {
    walk.next(SEAL, ERASED, erasure(ERASED.remains(), false));
    assertThat(kinds()).containsExactly("ERASURE_UNEXPLAINED");
    assertThat(erasure(null, true).isSealed()).isFalse();
  }

  @Test
  void whatIsLeftCannotChangeUnderTheCoverOfAnErasure() {
    ChainErasure erasure = erasure(ERASED.remains(), true);
    walk.next(SEAL, committed("", "{}", null, "team.update"), erasure);
    assertThat(kinds()).containsExactly("ENTRY_CHANGED");
  }

  @Test
  void theRestOfACommittedEntryIsStillInItsLeaf() {
    AuditedEntry other = committed("", "{\"name\": \"erased-0a\"}", null, "team.delete");
    walk.next(SEAL, other, erasure(other.remains(), true));
    assertThat(kinds()).containsExactly("ENTRY_CHANGED");
  }

  @Test
  void anErasedEntryOfBeforeIsHeldByWhatIsLeftAlone() {
    walk.next(FIRST, BARE, erasure(BARE.remains(), true));
    assertThat(found).isEmpty();
  }

  @Test
  void anHonestChainHasNoFindings() {
    walk.next(FIRST, FULL);
    walk.next(SECOND, BARE);

    assertThat(found).isEmpty();
    assertThat(walk.last()).isEqualTo(2);
  }

  @Test
  void aFindingIsWhereItIsAndNotAtEachSealAfterIt() {
    walk.next(FIRST, BARE);
    walk.next(SECOND, null);

    assertThat(found)
        .extracting(finding -> finding.kind() + " " + finding.number())
        .containsExactly("ENTRY_CHANGED 1", "ENTRY_MISSING 2");
  }

  @Test
  void aSealThatIsGoneIsMissedAtTheNextOne() {
    walk.next(SECOND, BARE);

    assertThat(found)
        .extracting(finding -> finding.kind() + " " + finding.number())
        .containsExactly("NUMBER_MISSING 2");
  }

  @Test
  void aSealHoldsWhenItWasMadeAndWhetherItWasLate() {
    assertThat(SECOND.follows(FIRST.link())).isTrue();
    for (ChainSeal other :
        List.of(
            new ChainSeal(2, BARE.id(), SECOND.leaf(), SECOND.link(), SEALED, false),
            new ChainSeal(2, BARE.id(), SECOND.leaf(), SECOND.link(), SEALED + 2, true),
            new ChainSeal(2, BARE.id(), FIRST.leaf(), SECOND.link(), SEALED + 2, false))) {
      assertThat(other.follows(FIRST.link())).isFalse();
    }
  }

  @Test
  void aNoteIsReadAsItWasWritten() {
    CheckpointKey key = CheckpointKey.generate();
    Checkpoint checkpoint =
        new Checkpoint(TENANT, 2, SECOND.link(), Instant.parse("2026-01-02T03:05:00.123456Z"));
    SignedNote note = SignedNote.sign(checkpoint, key);

    assertThat(note.text())
        .startsWith("imas-audit/" + TENANT + "\n2\nFgwcPvskPwTqvgpqOjVYZhJxWB2j+vNTwsWUWKAL1pQ=\n");
    assertThat(SignedNote.parse(note.text())).isEqualTo(note);
    assertThat(note.isSignedBy(CheckpointKey.parse(key.publicPem()))).isTrue();
    assertThat(NoteLines.all(Stream.of(note.text() + "\n" + note.text()).flatMap(String::lines)))
        .containsExactly(note, note);
  }

  @Test
  void aNoteThatSaysSomethingElseIsNotSigned() {
    CheckpointKey key = CheckpointKey.generate();
    SignedNote note = SignedNote.sign(new Checkpoint(TENANT, 2, SECOND.link(), Instant.EPOCH), key);

    assertThat(SignedNote.parse(note.text().replace("\n2\n", "\n3\n")).isSignedBy(key)).isFalse();
    assertThat(note.isSignedBy(CheckpointKey.generate())).isFalse();
    assertThat(new SignedNote(note.checkpoint(), "AAAA").isSignedBy(key)).isFalse();
    assertThat(new SignedNote(note.checkpoint(), "no base64").isSignedBy(key)).isFalse();
  }

  @Test
  void whatIsNoNoteIsRefusedWithTheReason() {
    assertThatThrownBy(() -> SignedNote.parse("imas-audit/x\n1\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no signature");
    assertThatThrownBy(
            () -> SignedNote.parse("imas-audit/" + TENANT + "\n0\nAA==\ntime x\n\n\u2014 a b\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no checkpoint");
  }

  @Test
  void keysAreReadAsTheyWereWritten() {
    CheckpointKey key = CheckpointKey.generate();
    String other = CheckpointKey.generate().publicPem();
    String half = key.pem().substring(0, key.pem().indexOf("-----BEGIN PUBLIC"));

    assertThat(CheckpointKey.parse(key.pem()).publicPem()).isEqualTo(key.publicPem());
    assertThat(CheckpointKey.parse(key.publicPem()).maySign()).isFalse();
    assertThatThrownBy(() -> CheckpointKey.parse(half + other))
        .hasMessageContaining("does not belong");
    assertThatThrownBy(() -> CheckpointKey.parse(half)).hasMessageContaining("-pubout");
  }
}
