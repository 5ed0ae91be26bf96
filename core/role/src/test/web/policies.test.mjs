import assert from "node:assert/strict";
import { test } from "node:test";
import { asType, bodyOf, draftOf, durationOf, moved, NEW, shownOf, withField } from "../web/policies/draft.ts";
import { foundHow, minutesAfter, outcomeOf } from "../web/drills/report.ts";
import { cumulative, minutesOf } from "../web/policies/minutes.ts";

test("a duration is so many minutes", () => {
  assert.equal(minutesOf("PT5M"), 5);
  assert.equal(minutesOf("PT1H30M"), 90);
  assert.equal(minutesOf("PT25H"), 1500);
  assert.equal(minutesOf("P1DT1M"), 1441);
  assert.equal(minutesOf("PT90S"), 1.5);
  assert.equal(minutesOf("PT0S"), 0);
  assert.ok(Number.isNaN(minutesOf("PT")));
  assert.ok(Number.isNaN(minutesOf("5m")));
});

test("each step waits from the one before", () => {
  assert.deepEqual(cumulative([{}, { after: "PT5M" }, { after: "PT10M" }, { after: "PT1H" }]), [0, 5, 15, 75]);
  assert.deepEqual(cumulative([{ after: "PT2M" }, {}]), [2, 2]);
});

test("typed minutes are a duration of whole seconds", () => {
  assert.equal(durationOf("5"), "PT5M");
  assert.equal(durationOf("90"), "PT1H30M");
  assert.equal(durationOf("1.5"), "PT1M30S");
  assert.equal(durationOf("0,5"), "PT30S");
  assert.equal(durationOf("1440"), "PT24H");
  for (const none of ["", "0", "-1", "soon"]) assert.equal(durationOf(none), "PT0S");
});

test("a policy goes through the form unchanged", () => {
  const policy = {
    id: "1",
    name: "Night",
    team: "Payments",
    severities: ["SEV1"],
    labels: ['env="prod"'],
    is_default: false,
    rounds: 2,
    repeat_after: "PT20M",
    resume_after: "PT2H",
    steps: [
      { after: "PT0S", notify: [{ type: "oncall", level: 2 }] },
      {
        after: "PT1M30S",
        notify: [{ type: "channel", contact: "c1", name: "Room" }],
        channels: ["sms", "voice"],
        when: { severities: ["SEV1"], hours: { time_zone: "Europe/Paris", windows: [{ start: "09:00", length: "PT9H" }] } },
      },
    ],
    description: "",
    is_active: true,
    version: 3,
  };
  const body = bodyOf(draftOf(policy, minutesOf));
  const { id, version, ...written } = policy;
  written.steps = written.steps.map((step) => ({ ...step }));
  written.steps[1].notify = [{ type: "channel", contact: "c1" }];
  assert.deepEqual(body, written);
});

test("a target of another kind keeps what that has", () => {
  assert.deepEqual(asType({ type: "oncall", team: "Data", level: 2 }, "leads"), { team: "Data", type: "leads" });
  assert.deepEqual(asType({ type: "user", user: "vera" }, "last_resort"), { type: "last_resort" });
});

test("a step goes one place further, and never over the end", () => {
  assert.deepEqual(moved(["a", "b", "c"], 0, 1), ["b", "a", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], 2, -1), ["a", "c", "b"]);
  assert.deepEqual(moved(["a", "b"], 0, -1), ["a", "b"]);
  assert.deepEqual(moved(["a", "b"], 1, 1), ["a", "b"]);
  assert.equal(NEW.steps.length, 1);
});

test("what became of a drill's message is one of five", () => {
  const outcomes = ["planned", "not_sent", "sent", "dead", "cancelled", "pending", "sending"].map((status) =>
    outcomeOf({ status }),
  );
  assert.deepEqual(outcomes, ["planned", "not_sent", "sent", "failed", "failed", "waiting", "waiting"]);
});

test("a step of a drill stands at the minutes of a real escalation", () => {
  const drill = { started_at: "2026-01-01T10:00:00Z" };
  assert.equal(minutesAfter(drill, { would_be_at: "2026-01-01T10:07:30Z" }), 7.5);
  assert.equal(foundHow({ name: "alice", how: "on call, level 1", calls: [] }), "alice: on call, level 1");
  assert.equal(foundHow({ calls: [] }), "");
});

test("a channel is shown by its name and sent by its id, until another is typed", () => {
  const channel = { type: "channel", contact: "0199c0f0-0000-7000-8000-0000000000c1", name: "Shop/pager" };
  assert.equal(shownOf(channel, "contact"), "Shop/pager");
  assert.deepEqual(withField(channel, "contact", "Shop/chat"), { type: "channel", contact: "Shop/chat" });
  assert.deepEqual(withField(channel, "contact", ""), { type: "channel" });
  assert.equal(shownOf({ type: "oncall", level: 2 }, "level"), "2");
  assert.deepEqual(withField({ type: "oncall" }, "level", "2"), { type: "oncall", level: 2 });
});
