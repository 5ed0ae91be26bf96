import assert from "node:assert/strict";
import { test } from "node:test";
import { changed, faultsByRule, inTextAlone, outcomeOf, withOutcome } from "../web/rules/draft.ts";
import { asked, asking, isDrawn } from "../web/rules/when.ts";
import { conditionOf, matcherOf, OPERATORS } from "../web/rules/matcher.ts";

test("a matcher is a label, an operator and a value", () => {
  assert.deepEqual(conditionOf('namespace=~"pay-.*"'), { label: "namespace", operator: "=~", value: "pay-.*" });
  assert.deepEqual(conditionOf(" env != staging "), { label: "env", operator: "!=", value: "staging" });
  assert.deepEqual(conditionOf('"my label"="a \\"b\\""'), { label: "my label", operator: "=", value: 'a "b"' });
  assert.deepEqual(conditionOf('a=""'), { label: "a", operator: "=", value: "" });
});

test("what a form cannot show stays text", () => {
  for (const text of ['{a="b",c="d"}', 'a="b",c="d"', 'a="\\x41"', "a", 'a=="b"', "a=b c"])
    assert.equal(conditionOf(text), null, text);
});

test("whatever is typed is written so that it is read again", () => {
  const letters = ["a", "Z", "_", ":", "0", " ", '"', "\\", "\n", "é", "=", "~", "!", "{", "}", ","];
  let seed = 7;
  const next = (most) => (seed = (seed * 48_271) % 2_147_483_647) % most;
  const word = () => Array.from({ length: next(6) }, () => letters[next(letters.length)]).join("");
  for (let i = 0; i < 20_000; i++) {
    const condition = { label: word(), operator: OPERATORS[next(4)], value: word() };
    assert.deepEqual(conditionOf(matcherOf(condition)), condition, matcherOf(condition));
  }
});

test("a line break and a quote are escaped, as the server reads them", () => {
  assert.equal(matcherOf({ label: "a", operator: "=~", value: 'x\n"y"\\d' }), 'a=~"x\\n\\"y\\"\\\\d"');
  assert.equal(matcherOf({ label: "my label", operator: "!=", value: "" }), '"my label"!=""');
});

test("an empty value is left out, and everything else stays", () => {
  const rule = { name: "a", service: "shop", tags: ["x"], enrich: { table: "t", key: [], set: {} } };
  assert.deepEqual(changed(rule, { service: "", tags: [] }), { name: "a", enrich: rule.enrich });
  assert.deepEqual(changed(rule, { name: "" }), { ...rule, name: "" });
  assert.deepEqual(changed(rule, { auto_resolve: false }), { ...rule, auto_resolve: false });
  assert.deepEqual(inTextAlone(rule), ["enrich"]);
});

test("a rule that drops has its conditions and its reason alone", () => {
  const rule = { name: "a", matchers: ['a="b"'], service: "shop", severity: "SEV1", continue: true };
  assert.deepEqual(withOutcome(rule, "drop"), { name: "a", matchers: ['a="b"'], drop: "" });
  assert.deepEqual(withOutcome({ name: "a", drop: "tests" }, "route"), { name: "a" });
});

test("faults are found at their rule", () => {
  const faults = faultsByRule({ "/rules/1/service": ["no"], "/rules/1/matchers/0": ["bad"], "/comment": ["long"] });
  assert.deepEqual(faults.get(1), [
    { field: "service", said: ["no"] },
    { field: "matchers/0", said: ["bad"] },
  ]);
  assert.deepEqual(faults.get(-1), [{ field: "", said: ["long"] }]);
});

test("the conditions that a form draws are read, changed and taken away, and the others stay", () => {
  const other = { label: "load", gt: 3 };
  assert.deepEqual(asked({ team: ["Payments"] }, "team"), ["Payments"]);
  assert.deepEqual(asked({ all: [other, { tier: ["TIER_2"] }] }, "tier"), ["TIER_2"]);
  assert.deepEqual(asked({ not: { tier: ["TIER_2"] } }, "tier"), []);
  assert.deepEqual(asking(undefined, "source", ["prom"]), { source: ["prom"] });
  assert.deepEqual(asking({ source: ["prom"] }, "source", []), undefined);
  assert.deepEqual(asking(other, "severity", ["SEV1"]), { all: [{ severity: ["SEV1"] }, other] });
  assert.deepEqual(asking({ all: [{ severity: ["SEV1"] }, other] }, "severity", []), other);
  assert.deepEqual(asking({ all: [{ team: ["a"] }, { tier: ["TIER_2"] }] }, "team", ["b"]), {
    all: [{ team: ["b"] }, { tier: ["TIER_2"] }],
  });
  assert.equal(isDrawn(undefined), true);
  assert.equal(isDrawn({ all: [{ team: ["a"] }, { tier: ["TIER_2"] }] }), true);
  assert.equal(isDrawn({ any: [{ team: ["a"] }] }), false);
  assert.equal(isDrawn({ all: [{ team: ["a"] }, { team: ["b"] }] }), false);
  assert.deepEqual(inTextAlone({ name: "a", when: { team: ["a"] } }), []);
  assert.deepEqual(inTextAlone({ name: "a", when: other }), ["when"]);
});

test("a rule routes, only records, or drops", () => {
  const rule = { name: "a", severity: "SEV1" };
  assert.equal(outcomeOf(rule), "route");
  assert.deepEqual(withOutcome(rule, "record"), { name: "a", severity: "SEV1", record: true });
  assert.equal(outcomeOf(withOutcome(rule, "record")), "record");
  assert.deepEqual(withOutcome(withOutcome(rule, "record"), "route"), rule);
  assert.deepEqual(withOutcome(withOutcome(rule, "record"), "drop"), { name: "a", drop: "" });
});
