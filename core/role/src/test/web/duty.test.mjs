import assert from "node:assert/strict";
import { test } from "node:test";
import { durationOf, minutesOf, withRule } from "../web/duty/rules.ts";

test("minutes are read from durations, and written as such", () => {
  assert.equal(minutesOf("PT0S"), 0);
  assert.equal(minutesOf("PT3M"), 3);
  assert.equal(minutesOf("PT1H30M"), 90);
  assert.equal(minutesOf("PT90S"), 1.5);
  assert.equal(minutesOf("P1D"), null);
  assert.equal(minutesOf("PT"), null);
  assert.equal(durationOf(90), "PT90M");
  assert.equal(durationOf(-1), "PT0M");
});

test("a contact has one rule for an urgency, and rules stand in their order", () => {
  const rule = (urgency, after, contact) => ({ urgency, after, contact });
  const rules = [rule("high", "PT5M", "phone"), rule("low", "PT0S", "mail")];
  assert.deepEqual(withRule(rules, rule("high", "PT0S", "mail")), [
    rule("high", "PT0S", "mail"),
    rule("high", "PT5M", "phone"),
    rule("low", "PT0S", "mail"),
  ]);
  assert.deepEqual(withRule(rules, rule("high", "PT9M", "phone")), [
    rule("high", "PT9M", "phone"),
    rule("low", "PT0S", "mail"),
  ]);
});
