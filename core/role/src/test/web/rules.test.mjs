import assert from "node:assert/strict";
import { test } from "node:test";
import { changed, dropping, faultsByRule, inTextAlone } from "../web/rules/draft.ts";
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
  assert.deepEqual(dropping(rule, true), { name: "a", matchers: ['a="b"'], drop: "" });
  assert.deepEqual(dropping({ name: "a", drop: "tests" }, false), { name: "a" });
});

test("faults are found at their rule", () => {
  const faults = faultsByRule({ "/rules/1/service": ["no"], "/rules/1/matchers/0": ["bad"], "/comment": ["long"] });
  assert.deepEqual(faults.get(1), [
    { field: "service", said: ["no"] },
    { field: "matchers/0", said: ["bad"] },
  ]);
  assert.deepEqual(faults.get(-1), [{ field: "", said: ["long"] }]);
});
