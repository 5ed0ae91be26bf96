import assert from "node:assert/strict";
import { test } from "node:test";
import { lengthOf, sinceOf } from "../web/shell/length.ts";
import { statusInAddress, wishOf } from "../web/incidents/wish.ts";
import { firesOf, growthOf } from "../web/now/figures.ts";

test("growth compares the five minutes that are over with the five before", () => {
  const grows = [1, 1, 1, 1, 1, 5, 5, 5, 5, 5, 99];
  assert.deepEqual(growthOf(grows), { now: 5, before: 1, way: "faster" });
  assert.deepEqual(growthOf([5, 5, 5, 5, 5, 0, 0, 0, 0, 0, 7]), { now: 0, before: 5, way: "slower" });
  assert.deepEqual(growthOf([]), { now: 0, before: 0, way: "same" });
});

test("of a group, what burns is told by severity, the worst first", () => {
  const group = (values, firing, firing_by_severity) => ({ values, firing, hidden: 0, oldest: null, firing_by_severity });
  const fires = firesOf([
    group(["shop"], 5, { SEV3_MEDIUM: 4, SEV1_CRITICAL: 1, SEV2_HIGH: 0 }),
    group(["calm"], 0, { SEV1_CRITICAL: 0 }),
  ]);
  assert.deepEqual(
    fires.map(({ name, bySeverity }) => [name, ...bySeverity.map(({ severity, count }) => `${severity} ${count}`)]),
    [["shop", "SEV1_CRITICAL 1", "SEV3_MEDIUM 4"]],
  );
});

test("a length of time has its two largest units", () => {
  assert.equal(lengthOf(0), "0 s");
  assert.equal(lengthOf(59), "59 s");
  assert.equal(lengthOf(3_900), "1 h 5 min");
  assert.equal(lengthOf(3_605), "1 h");
  assert.equal(lengthOf(90_061), "1 d 1 h");
});

test("an address without a status asks for what is open, and the other way round", () => {
  const statusesOf = (query) => wishOf(new URLSearchParams(query)).statuses.join(" ");
  assert.equal(statusesOf(""), "TRIGGERED ACKNOWLEDGED MITIGATED");
  assert.equal(statusesOf("status=RESOLVED"), "RESOLVED");
  assert.equal(wishOf(new URLSearchParams("status=all")).filters.status, "");
  assert.equal(statusInAddress(["ACKNOWLEDGED", "TRIGGERED", "MITIGATED"]), "");
  assert.equal(statusInAddress(["RESOLVED"]), "RESOLVED");
  assert.equal(statusInAddress([]), "all");
  assert.equal(statusInAddress(["RESOLVED", "ACKNOWLEDGED", "TRIGGERED", "MITIGATED"]), "all");
  assert.equal(wishOf(new URLSearchParams("")).isFiltered, false);
  assert.equal(wishOf(new URLSearchParams("team=shop")).isFiltered, true);
});
