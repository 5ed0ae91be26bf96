package dev.imas.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.platform.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one form of a policy's definition (ONC-08, ONC-09). */
class DefinitionTest {

  private static final UUID ID = UUID.fromString("0190b2a4-7c1e-7d3a-9f00-1c2d3e4f5a6b");
  private static final String ALL =
      """
      {"name": "Payments", "team": "<ID>", "severities": ["SEV1", "P2"], "is_default": false, "rounds": 2,
       "repeat_after": "PT10M", "resume_after": "PT1H",
       "steps": [
         {"notify": [{"type": "team_channels"}, {"type": "oncall"}, {"type": "oncall", "team": "<ID>", "level": 2}]},
         {"after": "PT90S", "channels": ["sms", "voice"],
          "notify": [{"type": "schedule", "schedule": "<ID>", "round_robin": true}, {"type": "schedule", "schedule": "<ID>"},
                     {"type": "user", "user": "<ID>"}, {"type": "team"}, {"type": "leads", "team": "<ID>"},
                     {"type": "manager"}, {"type": "channel", "contact": "<ID>"}, {"type": "email", "email": "cto@example.org"}],
          "when": {"severities": ["SEV1"], "labels": ["env=\\"prod\\""],
                   "hours": {"time_zone": "Europe/Paris",
                             "windows": [{"days": ["friday"], "start": "22:00", "length": "PT8H"}]}}}]}\
      """
          .replace("<ID>", ID.toString());

  @Test
  void everyTargetAndConditionIsReadAndWrittenAndReadTheSameAgain() {
    EscalationPolicy policy = read(ALL).orElseThrow();

    String stored = Json.write(Definition.of(policy, Definition.Shown.ID));

    assertThat(DefinitionReader.stored(tree(stored), ID, 3)).isEqualTo(policy);
    assertThat(policy.steps().get(1).targets()).hasSize(8);
    assertThat(policy.steps().get(1).when().labels()).hasSize(1);
  }

  @Test
  void whatIsLeftOutIsThreeRoundsHalfAnHourApartAndStepsAtOnce() {
    EscalationPolicy policy =
        read("{'name':'x','steps':[{'notify':[{'type':'oncall'}]}]}").orElseThrow();

    assertThat(policy.rounds()).isEqualTo(3);
    assertThat(policy.repeatAfter()).hasMinutes(30);
    assertThat(policy.resumeAfter()).isEmpty();
    assertThat(policy.steps().getFirst().delay()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'steps':[]}                                                  | /name, /steps
          {'name':'x','steps':[{'notify':[]}]}                          | /steps/0/notify
          {'name':'x','steps':[{}]}                                     | /steps/0/notify
          {'name':'x','rounds':11,'steps':[{'notify':[{'type':'team'}]}]}      | /rounds
          {'name':'x','repeat_after':'P2D','steps':[{'notify':[{'type':'team'}]}]} | /repeat_after
          {'name':'x','resume_after':'PT1S','steps':[{'notify':[{'type':'team'}]}]} | /resume_after
          {'name':'x','steps':[{'after':'PT0.5S','notify':[{'type':'team'}]}]} | /steps/0/after
          {'name':'x','steps':[{'after':'-PT5S','notify':[{'type':'team'}]}]}  | /steps/0/after
          {'name':'x','steps':[{'after':5,'notify':[{'type':'team'}]}]}        | /steps/0/after
          {'name':'x','steps':[{'notify':[{'type':'boss'}]}]}           | /steps/0/notify/0/type
          {'name':'x','steps':[{'notify':[{'user':'a'}]}]}              | /steps/0/notify/0/type
          {'name':'x','steps':[{'notify':[{'type':'user'}]}]}           | /steps/0/notify/0/user
          {'name':'x','steps':[{'notify':[{'type':'user','user':'nobody'}]}]}  | /steps/0/notify/0/user
          {'name':'x','steps':[{'notify':[{'type':'team','level':1}]}]} | /steps/0/notify/0/level
          {'name':'x','steps':[{'notify':[{'type':'oncall','level':0}]}]} | /steps/0/notify/0/level
          {'name':'x','steps':[{'notify':[{'type':'email','email':'x'}]}]} | /steps/0/notify/0/email
          {'name':'x','steps':[{'notify':[{'type':'team'}],'channels':['SMS!']}]} | /steps/0/channels/0
          {'name':'x','steps':[{'notify':[{'type':'team'}],'when':{'labels':['env']}}]} | /steps/0/when/labels/0
          {'name':'x','steps':[{'notify':[{'type':'team'}],'when':{'hours':{'time_zone':'Mars','windows':[{'start':'9'}]}}}]} | /steps/0/when/hours/time_zone, /steps/0/when/hours/windows/0/start, /steps/0/when/hours/windows/0/length
          {'name':'x','steps':[{'notify':[{'type':'team'}],'when':{'severities':['SEV9']}}]} | /steps/0/when/severities/0
          """)
  void whatDoesNotFitIsNamedByItsPlace(String definition, String pointers) {
    List<String> faults = new ArrayList<>();

    new DefinitionReader((at, detail) -> faults.add(at), named -> Optional.empty())
        .read(tree(definition.replace('\'', '"')), ID, 1);

    assertThat(faults).containsExactlyInAnyOrder(pointers.split(", "));
  }

  private static Optional<EscalationPolicy> read(String definition) {
    return new DefinitionReader(
            (at, detail) -> {
              throw new AssertionError(at + " " + detail);
            },
            PolicyNames.STORED)
        .read(tree(definition.replace('\'', '"')), ID, 3);
  }

  private static JsonNode tree(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
