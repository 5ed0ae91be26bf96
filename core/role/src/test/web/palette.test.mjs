import assert from "node:assert/strict";
import { test } from "node:test";
import { leadsTo, marked, short } from "../web/inbox/entries.ts";
import { fit, fitting, shortId } from "../web/palette/find.ts";

test("a command is found by the beginnings of its words, without accents and case", () => {
  assert.equal(fit("Résoudre l’incident", "resou"), 4);
  assert.ok(fit("Open the incidents", "inc") > fit("coincidence", "inc"));
  assert.ok(fit("Open the incidents", "inc op") > 0);
  assert.equal(fit("Open the incidents", "inc x"), 0);
  assert.equal(fit("a.b", "["), 0);
});

test("the best commands come first, and equal ones stay in their order", () => {
  const command = (label) => ({ id: label, label, run: () => {} });
  const names = (typed) => fitting([command("Theme: dark"), command("Alerts"), command("All alerts")], typed).map((c) => c.id);
  assert.deepEqual(names("al"), ["Alerts", "All alerts"]);
  assert.deepEqual(names("alerts"), ["Alerts", "All alerts"]);
  assert.deepEqual(names(""), ["Theme: dark", "Alerts", "All alerts"]);
});

test("a short id is one with its prefix", () => {
  assert.equal(shortId(" inc-7f3kx "), "INC-7F3KX");
  assert.equal(shortId("INC7F3KX"), "INC-7F3KX");
  assert.equal(shortId("house"), null);
  assert.equal(shortId("INC-7F3K"), null);
});

test("an entry leads to its incident, or to what its notice is about", () => {
  assert.equal(leadsTo({ incident: { short_id: "INC-7F3KX" }, path: null }), "/incidents/INC-7F3KX");
  assert.equal(leadsTo({ incident: null, path: "/api/v1/schedules/1" }), "/schedules/1");
  assert.equal(leadsTo({ incident: null, path: null }), null);
});

test("marking changes those that were named, and no others", () => {
  const entries = [
    { id: "a", read_at: null },
    { id: "b", read_at: "then" },
    { id: "c", read_at: null },
  ];
  assert.deepEqual(
    marked(entries, new Set(["a", "b"]), "now").map((one) => one.read_at),
    ["now", "then", null],
  );
  assert.deepEqual(
    marked(entries, new Set(["b"]), null).map((one) => one.read_at),
    [null, null, null],
  );
  assert.equal(short(99), "99");
  assert.equal(short(100), "99+");
});
