import assert from "node:assert/strict";
import { test } from "node:test";
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
