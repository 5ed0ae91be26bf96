package dev.imas.core.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.contact.ReachPlanner.Person;
import dev.imas.core.contact.ReachPlanner.Rule;
import dev.imas.core.model.Medium;
import dev.imas.core.model.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReachPlannerTest {

  private static final Method EMAIL = method("Email", "email", Medium.EMAIL, "kim@example.org");
  private static final Method PHONE = method("Phone", "sms", Medium.SMS, "+33612345678");
  private static final Method CHAT = method("Slack", "slack", Medium.CHAT, "U0123456789");

  private static Method method(String name, String channel, Medium medium, String address) {
    return new Method(
        UUID.nameUUIDFromBytes(name.getBytes()),
        name,
        channel,
        address,
        Optional.of(medium),
        true,
        true);
  }

  private static Method unverified(Method m) {
    return new Method(m.id(), m.name(), m.channel(), m.address(), m.medium(), m.isActive(), false);
  }

  private static Method inactive(Method m) {
    return new Method(m.id(), m.name(), m.channel(), m.address(), m.medium(), false, true);
  }

  private static Method unsendable(Method m) {
    return new Method(
        m.id(),
        m.name(),
        m.channel(),
        m.address(),
        m.medium(),
        true,
        true,
        Optional.of("there is no active provider for " + m.channel()));
  }

  private static Rule rule(int minutes, Method method) {
    return new Rule(Duration.ofMinutes(minutes), method.id());
  }

  private static Person kim(List<Method> methods, Rule... rules) {
    return new Person(new UUID(0, 7), "kim", true, methods, List.of(rules));
  }

  private static Reach plan(Person person, Severity severity, String... channels) {
    return ReachPlanner.plan(person, severity, Set.of(channels), NotificationMatrix.USUAL);
  }

  private static List<String> calls(Reach reach) {
    return reach.calls().stream().map(c -> c.name() + " " + c.after()).toList();
  }

  /** C7: the step's channels bind how a person is told, before their rules. */
  @Test
  void theChannelsOfTheStepBindHow() {
    Reach reach =
        plan(kim(List.of(EMAIL, PHONE, CHAT), rule(0, CHAT)), Severity.SEV2_HIGH, "email", "sms");
    assertThat(calls(reach)).containsExactly("Email PT0S", "Phone PT0S");
    assertThat(reach.cuts())
        .containsExactly("Slack (slack) is left out: the step notifies by email, sms");
  }

  @Test
  void aStepByAChannelThatThePersonLacksTellsThemAsTheyChose() {
    Reach reach =
        plan(kim(List.of(EMAIL, unverified(PHONE)), rule(1, EMAIL)), Severity.SEV2_HIGH, "sms");
    assertThat(calls(reach)).containsExactly("Email PT1M");
    assertThat(reach.cuts())
        .containsExactly(
            "the step notifies by sms alone, of which nothing is verified: other ways are used");
  }

  /** C7: without channels of the step, the person's rules say how. */
  @Test
  void thePersonsRulesComeBeforeTheMatrix() {
    Reach reach =
        plan(kim(List.of(EMAIL, PHONE, CHAT), rule(10, PHONE), rule(0, EMAIL)), Severity.SEV2_HIGH);
    assertThat(calls(reach)).containsExactly("Email PT0S", "Phone PT10M");
    assertThat(reach.cuts()).isEmpty();
  }

  @Test
  void aRuleOfAMethodThatIsNotVerifiedIsPassedOver() {
    Reach reach =
        plan(
            kim(
                List.of(EMAIL, unverified(PHONE), inactive(CHAT)),
                rule(0, PHONE),
                rule(1, CHAT),
                rule(2, EMAIL)),
            Severity.SEV2_HIGH);
    assertThat(calls(reach)).containsExactly("Email PT2M");
    assertThat(reach.cuts())
        .containsExactly(
            "Phone (sms) is left out, although a rule names it: it is not verified",
            "Slack (slack) is left out, although a rule names it: it is switched off");
  }

  @Test
  void withoutARuleThatCanBeFollowedTheMatrixSaysHow() {
    Reach reach = plan(kim(List.of(unverified(PHONE), EMAIL), rule(0, PHONE)), Severity.SEV2_HIGH);
    assertThat(calls(reach)).containsExactly("Email PT0S");
  }

  /** NTF-20: a SEV2 goes by chat and mail, not by SMS. */
  @Test
  void withoutRulesTheMatrixSaysHow() {
    Reach reach = plan(kim(List.of(EMAIL, PHONE, CHAT)), Severity.SEV2_HIGH);
    assertThat(calls(reach)).containsExactly("Email PT0S", "Slack PT0S");
    assertThat(reach.cuts())
        .containsExactly("Phone (sms) is left out: the matrix says never for SEV2_HIGH");
  }

  private static List<String> waits(Reach reach) {
    return reach.calls().stream().map(c -> c.name() + " " + c.waits()).toList();
  }

  /** NTF-20: chat about a SEV3 is grouped, and mail is for the daily digest. */
  @Test
  void aSev3WaitsAsTheMatrixSays() {
    Reach reach = plan(kim(List.of(EMAIL, CHAT, PHONE)), Severity.SEV3_MEDIUM);
    assertThat(waits(reach)).containsExactly("Email daily", "Slack grouped");
    assertThat(reach.cuts())
        .containsExactly("Phone (sms) is left out: the matrix says never for SEV3_MEDIUM");
  }

  @Test
  void byRulesOrTheStepsChannelsASev3DoesNotWait() {
    assertThat(waits(plan(kim(List.of(EMAIL), rule(0, EMAIL)), Severity.SEV3_MEDIUM)))
        .containsExactly("Email null");
    assertThat(waits(plan(kim(List.of(EMAIL)), Severity.SEV3_MEDIUM, "email")))
        .containsExactly("Email null");
  }

  /** Who is on call for a SEV1 or SEV2 is never kept waiting, whatever the matrix says. */
  @Test
  void aSev2NeverWaits() {
    NotificationMatrix lazy =
        new NotificationMatrix(
            Map.of(
                Severity.SEV2_HIGH,
                Map.of(Medium.CHAT, Timing.GROUPED, Medium.EMAIL, Timing.DAILY)));
    Reach reach = ReachPlanner.plan(kim(List.of(EMAIL, CHAT)), Severity.SEV2_HIGH, Set.of(), lazy);
    assertThat(waits(reach)).containsExactly("Slack null");
    assertThat(reach.cuts())
        .containsExactly(
            "Email (email) is left out: the matrix says daily for SEV2_HIGH",
            "Slack (slack) is notified at once: a page about a SEV2_HIGH never waits");
    assertThat(waits(ReachPlanner.plan(kim(List.of(EMAIL)), Severity.SEV2_HIGH, Set.of(), lazy)))
        .containsExactly("Email null");
  }

  @Test
  void whoHasNothingButWhatTheMatrixLeavesOutIsToldAllTheSame() {
    Reach reach = plan(kim(List.of(PHONE)), Severity.SEV4_LOW);
    assertThat(calls(reach)).containsExactly("Phone PT0S");
    assertThat(reach.cuts())
        .last()
        .isEqualTo("Phone (sms) is notified all the same, since nothing else is left");
    assertThat(waits(plan(kim(List.of(PHONE, EMAIL)), Severity.SEV4_LOW)))
        .containsExactly("Email weekly"); // in a digest rather than by never
  }

  /** RTE-03: of a SEV1 the person is told by SMS at once, beside chat and mail. */
  @Test
  void aSev1AlwaysGoesBySmsToo() {
    Person slow = kim(List.of(EMAIL, PHONE, CHAT), rule(0, CHAT), rule(3, PHONE));
    assertThat(calls(plan(slow, Severity.SEV1_CRITICAL)))
        .containsExactly("Slack PT0S", "Phone PT0S");
    assertThat(calls(plan(slow, Severity.SEV1_CRITICAL, "email")))
        .containsExactly("Email PT0S", "Phone PT0S");
    assertThat(calls(plan(slow, Severity.SEV2_HIGH))).containsExactly("Slack PT0S", "Phone PT3M");
    assertThat(plan(slow, Severity.SEV1_CRITICAL).cuts())
        .contains("Phone (sms) is notified at once too: a SEV1 always goes by SMS");
  }

  @Test
  void aSev1OfTheMatrixGoesByEverything() {
    Reach reach = plan(kim(List.of(EMAIL, PHONE, CHAT)), Severity.SEV1_CRITICAL);
    assertThat(calls(reach)).containsExactly("Email PT0S", "Phone PT0S", "Slack PT0S");
    assertThat(reach.cuts()).isEmpty();
  }

  /** C20: one address rings once for an event. */
  @Test
  void oneAddressIsToldOnce() {
    Method again = method("Work", "email", Medium.EMAIL, "KIM@example.org");
    Reach reach =
        plan(kim(List.of(EMAIL, again), rule(5, EMAIL), rule(1, again)), Severity.SEV2_HIGH);
    assertThat(calls(reach)).containsExactly("Work PT1M");
    assertThat(reach.cuts()).containsExactly("Email (email) is left out: Work is the same address");
  }

  @Test
  void whoHasNothingVerifiedCannotBeReached() {
    assertThat(plan(kim(List.of()), Severity.SEV1_CRITICAL).unreachable())
        .contains("has no contact method");
    Reach reach =
        plan(
            kim(List.of(unverified(EMAIL), inactive(PHONE)), rule(0, EMAIL)),
            Severity.SEV1_CRITICAL);
    assertThat(reach.calls()).isEmpty();
    assertThat(reach.unreachable())
        .contains(
            "has no verified contact method: Email (email) is not verified, Phone (sms) is switched"
                + " off");
  }

  @Test
  void whoHasLeftCannotBeReached() {
    Person gone = new Person(new UUID(0, 7), "kim", false, List.of(EMAIL), List.of());
    assertThat(plan(gone, Severity.SEV1_CRITICAL).unreachable()).contains("has no active account");
    assertThat(ReachPlanner.others(gone, Set.of())).isEmpty();
  }

  @Test
  void aChannelThatIsNotInstalledReachesNobody() {
    Method old = new Method(UUID.randomUUID(), "Fax", "fax", "1", Optional.empty(), true, true);
    assertThat(plan(kim(List.of(old, EMAIL)), Severity.SEV1_CRITICAL).calls()).hasSize(1);
    assertThat(plan(kim(List.of(old)), Severity.SEV1_CRITICAL).unreachable()).isPresent();
  }

  /** A false page beats a missed one: no rules, matrix or step leave nobody told. */
  @Test
  void whoeverHasAVerifiedMethodIsTold() {
    Random random = new Random(7);
    List<Timing> timings =
        List.of(Timing.AT_ONCE, Timing.GROUPED, Timing.DAILY, Timing.WEEKLY, Timing.NEVER);
    for (int i = 0; i < 20_000; i++) {
      List<Method> methods = new ArrayList<>();
      List<Rule> rules = new ArrayList<>();
      for (Method m : List.of(EMAIL, PHONE, CHAT)) {
        int kind = random.nextInt(4);
        if (kind > 0) {
          methods.add(kind == 1 ? m : kind == 2 ? unverified(m) : inactive(m));
        }
        if (random.nextBoolean()) {
          rules.add(rule(random.nextInt(3), m));
        }
      }
      Map<Medium, Timing> row = new java.util.EnumMap<>(Medium.class);
      for (Medium medium : Medium.values()) {
        row.put(medium, timings.get(random.nextInt(timings.size())));
      }
      Severity severity = Severity.of(1 + random.nextInt(4));
      Set<String> channels =
          random.nextBoolean() ? Set.of() : Set.of(random.nextBoolean() ? "sms" : "email");
      Reach reach =
          ReachPlanner.plan(
              new Person(new UUID(0, 7), "kim", true, methods, rules),
              severity,
              channels,
              new NotificationMatrix(Map.of(severity, row)));
      boolean has = methods.stream().anyMatch(m -> m.isActive() && m.isVerified());
      assertThat(reach.calls().isEmpty())
          .as("%s %s %s %s", methods, rules, row, channels)
          .isEqualTo(!has);
      assertThat(reach.unreachable().isPresent()).isEqualTo(!has);
      assertThat(reach.calls()).doesNotHaveDuplicates();
      assertThat(reach.calls())
          .isSortedAccordingTo(java.util.Comparator.comparing(Reach.Call::after));
    }
  }

  /** NTF-26: what is tried next when a method is dead. */
  @Test
  void failingOverFollowsTheRulesThenTheOthers() {
    Person person = kim(List.of(EMAIL, unverified(CHAT), PHONE), rule(5, PHONE), rule(1, CHAT));
    assertThat(ReachPlanner.others(person, Set.of()).stream().map(Reach.Call::name))
        .containsExactly("Phone", "Email");
    assertThat(ReachPlanner.others(person, Set.of(PHONE.id())).stream().map(Reach.Call::name))
        .containsExactly("Email");
    Method again = method("Work", "email", Medium.EMAIL, "KIM@example.org");
    assertThat(ReachPlanner.others(kim(List.of(EMAIL, again)), Set.of(again.id()))).isEmpty();
  }

  private static Method phone(int number) {
    return method("Phone " + number, "voice", Medium.VOICE, "+3360000000" + number);
  }

  /** NTF-20: the column of calls counts like the others. */
  @Test
  void theMatrixSaysWhetherPeopleAreCalled() {
    Map<Medium, Timing> row =
        Map.of(Medium.CHAT, Timing.NEVER, Medium.EMAIL, Timing.NEVER, Medium.VOICE, Timing.AT_ONCE);
    Person person = kim(List.of(EMAIL, phone(1)));
    Reach called =
        ReachPlanner.plan(
            person,
            Severity.SEV2_HIGH,
            Set.of(),
            new NotificationMatrix(Map.of(Severity.SEV2_HIGH, row)));
    assertThat(called.calls().stream().map(Reach.Call::name)).containsExactly("Phone 1");
    Reach usual = ReachPlanner.plan(person, Severity.SEV2_HIGH, Set.of(), NotificationMatrix.USUAL);
    assertThat(usual.calls().stream().map(Reach.Call::name)).containsExactly("Email");
  }

  /** Decision M16. */
  @Test
  void aStepCallsThreePhonesAtMost() {
    List<Method> phones = List.of(phone(1), phone(2), phone(3), phone(4), EMAIL);
    Reach reach =
        ReachPlanner.plan(
            kim(phones), Severity.SEV2_HIGH, Set.of("voice"), NotificationMatrix.USUAL);
    assertThat(reach.calls().stream().map(Reach.Call::name))
        .containsExactly("Phone 1", "Phone 2", "Phone 3");
    assertThat(reach.cuts()).contains("Phone 4 (voice) is left out: a step calls 3");

    assertThat(
            ReachPlanner.others(kim(phones), Set.of(phone(1).id(), phone(2).id())).stream()
                .map(Reach.Call::name))
        .containsExactly("Phone 3", "Email");
  }

  @Test
  void aMethodThatNothingCanBeSentToIsPassedOverForOneThatWorks() {
    Reach reach =
        plan(kim(List.of(unsendable(PHONE), EMAIL), rule(0, PHONE)), Severity.SEV1_CRITICAL, "sms");
    assertThat(calls(reach)).containsExactly("Email PT0S");
    assertThat(ReachPlanner.others(kim(List.of(EMAIL, unsendable(PHONE))), Set.of(EMAIL.id())))
        .isEmpty();
  }

  @Test
  void whyNobodyIsCalledIsAKindWithWhatMendsIt() {
    assertThat(obstacle(kim(List.of()))).isEqualTo(Obstacle.NO_CONTACT);
    assertThat(obstacle(kim(List.of(unverified(PHONE))))).isEqualTo(Obstacle.NOT_VERIFIED);
    assertThat(obstacle(kim(List.of(unverified(PHONE), inactive(EMAIL)))))
        .isEqualTo(Obstacle.SWITCHED_OFF);
    Person unsendable = kim(List.of(unverified(EMAIL), unsendable(PHONE)));
    assertThat(obstacle(unsendable)).isEqualTo(Obstacle.NO_PROVIDER);
    assertThat(plan(unsendable, Severity.SEV1_CRITICAL).unreachable())
        .contains(
            "has no contact method that works: Email (email) is not verified, Phone (sms) cannot be"
                + " sent to: there is no active provider for sms");
    Person gone = new Person(new UUID(0, 7), "kim", false, List.of(EMAIL), List.of());
    assertThat(obstacle(gone)).isEqualTo(Obstacle.NO_ACCOUNT);
    for (Obstacle one : Obstacle.values()) {
      assertThat(one.mend()).isNotEmpty();
    }
  }

  private static Obstacle obstacle(Person person) {
    Reach reach = plan(person, Severity.SEV1_CRITICAL);
    assertThat(reach.isCalled()).isFalse();
    return reach.obstacle().orElseThrow();
  }
}
